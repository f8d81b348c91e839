import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { resourceTypes } from "../client/resource-type.ts";
import { createSystemClock } from "../kubernetes/clock.ts";
import type { KubeObject } from "../kubernetes/object-meta.ts";
import {
  type ScriptedApiServer,
  type ScriptedRequest,
  sendJson,
  sendStatus,
  silentLogger,
  startScriptedApiServer,
  statusBody,
} from "../testing/scripted-api-server.ts";
import { createReflector } from "./create-reflector.ts";
import type { Reflector } from "./reflector.ts";
import type { ReflectorSettings } from "./reflector-settings.ts";
import type { Change } from "./reflector-store.ts";

const pod = (name: string, resourceVersion: string, value = "1"): KubeObject => ({
  metadata: {
    name,
    namespace: "n",
    uid: `uid-${name}`,
    resourceVersion,
    creationTimestamp: "",
    labels: { value },
  },
});
const list = (items: KubeObject[], resourceVersion: string, next?: string) => ({
  metadata: { resourceVersion, continue: next },
  items,
});
const event = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;
const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, 30_000);
const isWatch = ({ query }: ScriptedRequest) => query.get("watch") === "true";
const isProbe = (request: ScriptedRequest) => isWatch(request) && request.query.get("timeoutSeconds") === "1";

const isPositionCheck = ({ query }: ScriptedRequest) => query.has("resourceVersionMatch");

interface Script {
  /** Answers to "is our version still behind yours?" after a failure; well by default. */
  position?: (request: ScriptedRequest, response: ServerResponse) => void;
  lists: ((request: ScriptedRequest, response: ServerResponse) => void)[];
  watches: ((request: ScriptedRequest, response: ServerResponse) => void)[];
}

const openWatch = (response: ServerResponse, ...lines: string[]) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.flushHeaders();
  for (const line of lines) response.write(line);
};
const holdOpen = (_request: ScriptedRequest, response: ServerResponse) => openWatch(response);

describe("reflector", () => {
  let server: ScriptedApiServer;
  let reflector: Reflector<string>;
  let changes: string[];
  let states: string[];

  /** Each answer is used once, the last of a kind for every further request. */
  async function start(script: Script, settings: Partial<ReflectorSettings> = {}, onChanges?: () => void) {
    const counts = { lists: 0, watches: 0 };
    server = await startScriptedApiServer((request, response) => {
      if (isPositionCheck(request)) {
        const wellAnswer = () => sendJson(response, 200, list([], "1"));
        return script.position ? script.position(request, response) : wellAnswer();
      }
      const kind = isWatch(request) ? "watches" : "lists";
      const answers = script[kind];
      const answer = answers[Math.min(counts[kind]++, answers.length - 1)];
      answer?.(request, response);
    });
    changes = [];
    states = [];
    reflector = createReflector<string>({
      client: server.client,
      resource: resourceTypes.pods,
      clock: createSystemClock(),
      logger: silentLogger,
      project: ({ metadata }) => metadata.labels?.value,
      listener: {
        onChanges(batch: readonly Change<string>[]) {
          for (const { op, key, item } of batch) changes.push(`${op} ${key} ${item}`);
          onChanges?.();
        },
        onStatus: ({ state }) => states.push(state),
      },
      settings: {
        baseDelayMs: 2,
        maxDelayMs: 10,
        minWatchMs: 0,
        reprobeMs: 20,
        probeGraceMs: 10,
        ...settings,
      },
    });
    reflector.start();
  }

  const synced = () =>
    eventually(() => expect(reflector.status()).toMatchObject({ synced: true, state: "live" }));
  const watchRequests = () => server.requests.filter((request) => isWatch(request) && !isProbe(request));
  const listRequests = () =>
    server.requests.filter((request) => !isWatch(request) && !isPositionCheck(request));

  afterEach(async () => {
    await reflector.stop();
    await server.close();
  });

  it("lists in pages of 500, then watches from the list's version with bookmarks and a random timeout", async () => {
    await start({
      lists: [
        (_request, response) => sendJson(response, 200, list([pod("a", "1")], "7", "more")),
        (_request, response) => sendJson(response, 200, list([pod("b", "2")], "7")),
      ],
      watches: [holdOpen],
    });
    await synced();
    expect(listRequests().map(({ query }) => [query.get("limit"), query.get("continue")])).toEqual([
      ["500", null],
      ["500", "more"],
    ]);
    const query = watchRequests()[0]?.query;
    expect(query?.get("resourceVersion")).toBe("7");
    expect(query?.get("allowWatchBookmarks")).toBe("true");
    expect(Number(query?.get("timeoutSeconds"))).toBeGreaterThanOrEqual(240);
    expect(Number(query?.get("timeoutSeconds"))).toBeLessThanOrEqual(480);
    expect(changes).toEqual(["upsert uid-a 1", "upsert uid-b 1"]);
  });

  it("applies events, and says nothing when what is kept stays the same", async () => {
    await start({
      lists: [(_request, response) => sendJson(response, 200, list([pod("a", "1")], "1"))],
      watches: [
        (_request, response) =>
          openWatch(
            response,
            event("MODIFIED", pod("a", "2")),
            event("MODIFIED", pod("a", "3", "2")),
            event("ADDED", pod("b", "4")),
            event("DELETED", pod("a", "5", "2")),
          ),
      ],
    });
    await eventually(() => expect(reflector.status().stats.events).toBe(4));
    expect(changes).toEqual(["upsert uid-a 1", "upsert uid-a 2", "upsert uid-b 1", "remove uid-a 2"]);
    expect(reflector.status().stats.unchanged).toBe(1);
  });

  it("goes on from a bookmark after a clean close, without a list", async () => {
    await start({
      lists: [(_request, response) => sendJson(response, 200, list([], "1"))],
      watches: [
        (_request, response) => {
          openWatch(response, event("BOOKMARK", { metadata: { resourceVersion: "opaque-99" } }));
          response.end();
        },
        holdOpen,
      ],
    });
    await eventually(() => expect(watchRequests()).toHaveLength(2));
    expect(watchRequests()[1]?.query.get("resourceVersion")).toBe("opaque-99");
    expect(listRequests()).toHaveLength(1);
    expect(reflector.status().stats.bookmarks).toBe(1);
  });

  it("reconnects from the same version when the socket is cut", async () => {
    await start({
      lists: [(_request, response) => sendJson(response, 200, list([], "5"))],
      watches: [holdOpen],
    });
    await synced();
    server.cutConnections();
    await eventually(() => expect(watchRequests()).toHaveLength(2));
    await synced();
    expect(watchRequests()[1]?.query.get("resourceVersion")).toBe("5");
    expect(listRequests()).toHaveLength(1);
  });

  it.each([
    [
      "as an answer",
      (_request: ScriptedRequest, response: ServerResponse) => sendStatus(response, 410, "Expired"),
    ],
    [
      "in the stream",
      (_request: ScriptedRequest, response: ServerResponse) =>
        openWatch(response, event("ERROR", statusBody(410, "Expired"))),
    ],
  ])(
    "lists anew in a new epoch when the version has expired %s, and publishes only the difference",
    async (_name, expired) => {
      await start({
        lists: [
          (_request, response) => sendJson(response, 200, list([pod("a", "1"), pod("b", "1")], "1")),
          (_request, response) => sendJson(response, 200, list([pod("b", "9"), pod("c", "9")], "9")),
        ],
        watches: [expired, holdOpen],
      });
      await eventually(() => expect(watchRequests()).toHaveLength(2));
      expect(changes.slice(2)).toEqual(["remove uid-a 1", "upsert uid-c 1"]);
      expect(reflector.status()).toMatchObject({
        epoch: 2,
        size: 2,
        stats: { relists: { start: 1, expired: 1 } },
      });
    },
  );

  it("begins the list anew when its continue token has expired", async () => {
    await start({
      lists: [
        (_request, response) => sendJson(response, 200, list([pod("gone", "1")], "1", "old")),
        (_request, response) => sendStatus(response, 410, "Expired"),
        (_request, response) => sendJson(response, 200, list([pod("a", "2")], "2")),
      ],
      watches: [holdOpen],
    });
    await synced();
    expect(changes).toEqual(["upsert uid-a 1"]);
    expect(reflector.status().stats.relists.continue).toBe(1);
  });

  it.each([403, 404])("reports %i as unavailable and probes until the kind is there", async (code) => {
    await start({
      lists: [
        (_request, response) => sendStatus(response, code, "No"),
        (_request, response) => sendStatus(response, code, "No"),
        (_request, response) => sendJson(response, 200, list([pod("a", "1")], "1")),
      ],
      watches: [holdOpen],
    });
    await synced();
    expect(states.filter((state) => state === "unavailable")).toHaveLength(2);
    expect(changes).toEqual(["upsert uid-a 1"]);
  });

  it("retries a 401 once at once, then reports unauthorized and recovers", async () => {
    const unauthorized = (_request: ScriptedRequest, response: ServerResponse) =>
      sendStatus(response, 401, "Unauthorized");
    const listed = (_request: ScriptedRequest, response: ServerResponse) =>
      sendJson(response, 200, list([], "1"));
    await start({ lists: [unauthorized, unauthorized, listed], watches: [holdOpen] });
    await synced();
    expect(listRequests()).toHaveLength(3);
    expect(states).toContain("unauthorized");
  });

  it("waits at least as long as Retry-After asks", async () => {
    await start({
      lists: [
        (_request, response) =>
          sendJson(response, 429, statusBody(429, "TooManyRequests"), { "retry-after": "600" }),
      ],
      watches: [holdOpen],
    });
    await eventually(() => expect(reflector.status().state).toBe("backoff"));
    expect(listRequests()).toHaveLength(1);
    expect(reflector.status().reason).toContain("slow down");
  });

  it("cuts a watch that is silent for too long and goes on from its position", async () => {
    await start(
      { lists: [(_request, response) => sendJson(response, 200, list([], "3"))], watches: [holdOpen] },
      { inactivityMs: 20 },
    );
    await eventually(() => expect(watchRequests().length).toBeGreaterThan(1));
    expect(watchRequests()[1]?.query.get("resourceVersion")).toBe("3");
    expect(reflector.status().stats.stalls).toBeGreaterThan(0);
  });

  it("finds a watch deaf when a second watch from the same version gets news, and catches up", async () => {
    const news = event("ADDED", pod("a", "4"));
    await start({
      lists: [(_request, response) => sendJson(response, 200, list([], "3"))],
      watches: [
        holdOpen,
        (_request, response) => openWatch(response, news),
        (_request, response) => openWatch(response, news),
      ],
    });
    await synced();
    expect(await reflector.verify()).toBe(false);
    await eventually(() => expect(changes).toEqual(["upsert uid-a 1"]));
    expect(reflector.status().stats.stalls).toBe(1);
  });

  it("does not suspect a quiet watch while the server has nothing new for its kind", async () => {
    await start({
      lists: [(_request, response) => sendJson(response, 200, list([], "3"))],
      watches: [holdOpen, (_request, response) => void response.writeHead(200).end()],
    });
    await synced();
    expect(await reflector.verify()).toBe(true);
    expect(watchRequests()).toHaveLength(1);
  });

  it("leaves no watch behind when stopped during the list", async () => {
    let answerList = () => {};
    await start({
      lists: [
        (_request, response) => {
          answerList = () => sendJson(response, 200, list([pod("a", "1")], "1"));
        },
      ],
      watches: [holdOpen],
    });
    await eventually(() => expect(listRequests()).toHaveLength(1));
    const stopped = reflector.stop();
    answerList();
    await stopped;
    expect(watchRequests()).toHaveLength(0);
    expect(changes).toEqual([]);
    expect(reflector.status().state).toBe("stopped");
  });

  it("survives a listener that throws and a line that is not an event", async () => {
    await start(
      {
        lists: [(_request, response) => sendJson(response, 200, list([pod("a", "1")], "1"))],
        watches: [
          (_request, response) =>
            openWatch(
              response,
              "{half a line\n",
              `${JSON.stringify({ type: "ADDED", object: {} })}\n`,
              event("ADDED", pod("b", "2")),
            ),
        ],
      },
      {},
      () => {
        throw new Error("listener");
      },
    );
    await eventually(() => expect(changes).toEqual(["upsert uid-a 1", "upsert uid-b 1"]));
    expect(reflector.status().stats).toMatchObject({ listenerErrors: 2, malformed: 2 });
  });

  it("recovers from a server that lost its state and has not reached our version yet", async () => {
    const details = {
      causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
    };
    await start({
      lists: [
        (_request, response) => sendJson(response, 200, list([pod("a", "900")], "900")),
        (_request, response) => sendJson(response, 200, list([pod("z", "1")], "2")),
      ],
      watches: [holdOpen],
      position: (_request, response) =>
        sendJson(response, 504, statusBody(504, "Timeout", "Timeout", details)),
    });
    await synced();
    server.cutConnections();
    await eventually(() => expect(changes).toEqual(["upsert uid-a 1", "remove uid-a 1", "upsert uid-z 1"]));
    const check = server.requests.find(isPositionCheck)?.query;
    expect([check?.get("resourceVersion"), check?.get("limit")]).toEqual(["900", "1"]);
  });

  it("is stalled, not live, while the server takes watches and sends nothing, and live with the first byte", async () => {
    let deliver = () => {};
    await start({
      lists: [(_request, response) => sendJson(response, 200, list([], "3"))],
      watches: [
        holdOpen,
        holdOpen,
        (_request, response) => {
          openWatch(response);
          deliver = () => response.write(event("ADDED", pod("a", "4")));
        },
      ],
    });
    await synced();
    expect(await reflector.verify()).toBe(false);
    await eventually(() => expect(watchRequests()).toHaveLength(2));
    expect(reflector.status().state).toBe("stalled");
    deliver();
    await eventually(() => expect(reflector.status().state).toBe("live"));
  });

  it("joins characters that a chunk border splits", async () => {
    const bytes = Buffer.from(event("ADDED", pod("a", "2", "größe")));
    const middle = bytes.indexOf(Buffer.from("ö")) + 1;
    await start({
      lists: [(_request, response) => sendJson(response, 200, list([], "1"))],
      watches: [
        (_request, response) => {
          openWatch(response);
          response.write(bytes.subarray(0, middle));
          setImmediate(() => response.write(bytes.subarray(middle)));
        },
      ],
    });
    await eventually(() => expect(changes).toEqual(["upsert uid-a größe"]));
  });
});
