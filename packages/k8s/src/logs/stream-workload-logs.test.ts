import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSystemClock } from "../kubernetes/clock.ts";
import { eventually } from "../testing/eventually.ts";
import {
  type ScriptedApiServer,
  type ScriptedRequest,
  sendStatus,
  startScriptedApiServer,
} from "../testing/scripted-api-server.ts";
import { type LogPod, streamWorkloadLogs, type WorkloadLogOptions } from "./stream-workload-logs.ts";

const pod = (name: string, sidecars: string[] = []): LogPod => ({
  namespace: "n",
  name,
  uid: `uid-${name}`,
  containerNames: ["web", ...sidecars],
  sidecars,
  initContainers: [],
  ephemeralContainers: [],
  restarts: 0,
});
const at = (second: number, text: string) =>
  `2026-01-05T10:00:${String(second).padStart(2, "0")}.5Z ${text}\n`;
const isFollow = ({ query }: ScriptedRequest) => query.get("follow") === "true";
const podOfRequest = ({ path }: ScriptedRequest) => path.split("/")[6] ?? "";
const hold = (response: ServerResponse, ...lines: string[]) => {
  response.writeHead(200, { "content-type": "text/plain" });
  response.flushHeaders();
  for (const line of lines) response.write(line);
};
const complete = (response: ServerResponse, ...lines: string[]) => {
  hold(response, ...lines);
  response.end();
};

describe("streamWorkloadLogs", () => {
  let server: ScriptedApiServer;
  let abort: AbortController;
  let pods: LogPod[];
  let texts: string[];
  let notices: string[];
  let podsChanged = () => {};
  let running: Promise<void>;

  async function start(
    answer: (request: ScriptedRequest, response: ServerResponse) => void,
    options: Partial<WorkloadLogOptions> = {},
  ) {
    server = await startScriptedApiServer(answer);
    running = streamWorkloadLogs({
      client: server.client,
      clock: createSystemClock(),
      listPods: () => pods,
      onPodsChanged: (listener) => {
        podsChanged = listener;
        return () => {};
      },
      sidecars: false,
      previous: false,
      follow: true,
      tailLines: 100,
      signal: abort.signal,
      emit({ lines, notices: told }) {
        texts.push(...lines.map((line) => `${line.pod}/${line.container} ${line.text}`));
        notices.push(...told.map(({ kind }) => kind));
      },
      limits: { windowMs: 10, retryMs: 5 },
      ...options,
    });
  }

  beforeEach(() => {
    abort = new AbortController();
    pods = [pod("a"), pod("b")];
    texts = [];
    notices = [];
  });
  afterEach(async () => {
    abort.abort();
    await running;
    await server.close();
  });

  it("merges the last lines of all pods by time and ends without follow", async () => {
    await start(
      (request, response) =>
        complete(
          response,
          ...(podOfRequest(request) === "a" ? [at(1, "one"), at(3, "three")] : [at(2, "two")]),
        ),
      { follow: false },
    );
    await running;
    expect(texts).toEqual(["a/web one", "b/web two", "a/web three"]);
    expect(
      server.requests.every(
        ({ query }) => query.get("timestamps") === "true" && query.get("tailLines") === "100",
      ),
    ).toBe(true);
  });

  it("goes on after a cut from the last line, without repeating what sinceTime's rounding brings again", async () => {
    pods = [pod("a")];
    let follows = 0;
    await start((request, response) => {
      if (!isFollow(request)) return complete(response, at(1, "first"));
      if (follows++ === 0) return complete(response, at(1, "first"), at(2, "second"), at(2, "twin"));
      hold(response, at(2, "second"), at(2, "twin"), at(2, "triplet"), at(3, "third"));
    });
    await eventually(() => expect(texts).toHaveLength(5));
    expect(texts).toEqual(["first", "second", "twin", "triplet", "third"].map((text) => `a/web ${text}`));
    const resumed = server.requests.filter(isFollow)[1];
    expect(resumed?.query.get("sinceTime")).toBe("2026-01-05T10:00:02.500000000Z");
  });

  it("does not send the whole past of a container that was quiet since the moment asked for", async () => {
    pods = [pod("a")];
    const sinceTime = "2026-01-05T10:00:30.000Z";
    await start(
      (request, response) => {
        const isWhole = request.query.get("sinceTime") === null;
        if (!isFollow(request)) return complete(response);
        hold(response, ...(isWhole ? [at(1, "yesterday's news")] : []), at(31, "now"));
      },
      { sinceTime },
    );
    await eventually(() => expect(texts).toContain("a/web now"));
    expect(texts).toEqual(["a/web now"]);
    expect(server.requests.filter(isFollow)[0]?.query.get("sinceTime")).toBe(sinceTime);
  });

  it("begins with the last lines of a container whose log could not be read at first", async () => {
    pods = [pod("a")];
    await start((request, response) => {
      if (!isFollow(request)) return sendStatus(response, 500, "InternalError");
      hold(response, at(1, "last line"));
    });
    await eventually(() => expect(texts).toEqual(["a/web last line"]));
    expect(server.requests.filter(isFollow)[0]?.query.get("tailLines")).toBe("100");
  });

  it("begins with the last lines of a pod that was there before and comes in for one that left", async () => {
    const open = new Map<string, ServerResponse>();
    await start(
      (request, response) => {
        if (!isFollow(request)) return complete(response);
        open.set(podOfRequest(request), response);
        hold(response, at(1, `hello of ${podOfRequest(request)}`));
      },
      { limits: { maxPods: 1, windowMs: 5, retryMs: 5 } },
    );
    await eventually(() => expect(open.has("a")).toBe(true));
    pods = [pod("b")];
    podsChanged();
    await eventually(() => expect(texts).toContain("b/web hello of b"));
    const asked = server.requests.find((request) => isFollow(request) && podOfRequest(request) === "b");
    expect(asked?.query.get("tailLines")).toBe("100");
  });

  it("follows pods that join, and says so; pods that go are told too", async () => {
    pods = [pod("a")];
    const open = new Map<string, ServerResponse>();
    await start((request, response) => {
      if (!isFollow(request)) return complete(response);
      open.set(podOfRequest(request), response);
      hold(response, at(5, `hello of ${podOfRequest(request)}`));
    });
    await eventually(() => expect(texts).toEqual(["a/web hello of a"]));
    pods = [pod("a"), pod("c")];
    podsChanged();
    await eventually(() => expect(texts).toContain("c/web hello of c"));
    pods = [pod("c")];
    open.get("a")?.end();
    await eventually(() => expect(notices).toEqual(["pod-joined", "pod-left"]));
  });

  it("reads sidecars and single containers on demand only", async () => {
    pods = [pod("a", ["proxy"])];
    const containers = async (options: Partial<WorkloadLogOptions>) => {
      await start((_request, response) => complete(response), { follow: false, ...options });
      await running;
      const asked = server.requests.map(({ query }) => query.get("container")).toSorted();
      await server.close();
      return asked;
    };
    expect(await containers({})).toEqual(["web"]);
    expect(await containers({ sidecars: true })).toEqual(["proxy", "web"]);
    expect(await containers({ container: "proxy" })).toEqual(["proxy"]);
  });

  it("reads init and ephemeral containers when they are named, of the pods that have them", async () => {
    const plain = pod("a");
    const debugged: LogPod = { ...pod("b"), initContainers: ["migrate"], ephemeralContainers: ["debugger"] };
    const read = async (options: Partial<WorkloadLogOptions>) => {
      pods = [plain, debugged];
      notices = [];
      await start((_request, response) => complete(response), { follow: false, ...options });
      await running;
      const asked = server.requests.map(
        (request) => `${podOfRequest(request)}/${request.query.get("container")}`,
      );
      await server.close();
      return [asked.toSorted(), notices];
    };
    expect(await read({ sidecars: true })).toEqual([["a/web", "b/web"], []]);
    expect(await read({ container: "migrate" })).toEqual([["b/migrate"], []]);
    expect(await read({ container: "debugger" })).toEqual([["b/debugger"], []]);
    expect(await read({ container: "gone" })).toEqual([[], ["unavailable"]]);
  });

  it("does not take a pod without the named container for one that is gone, and follows it when it has it", async () => {
    pods = [pod("a"), { ...pod("b"), initContainers: ["migrate"] }];
    const answer = (request: ScriptedRequest, response: ServerResponse) =>
      isFollow(request) ? hold(response, at(1, "hello")) : complete(response);
    await start(answer, { container: "migrate" });
    await eventually(() => expect(texts).toEqual(["b/migrate hello"]));
    pods = pods.map((one) => ({ ...one, initContainers: ["migrate"] }));
    podsChanged();
    await eventually(() => expect(texts).toContain("a/migrate hello"));
    expect(notices).toEqual(["pod-joined"]);
  });

  it("asks ever less often for a log that has ended, until it goes on", async () => {
    pods = [{ ...pod("a"), initContainers: ["migrate"] }];
    const waits: number[] = [];
    const clock = createSystemClock();
    const now = clock.now();
    let isRestarted = false;
    await start(
      (request, response) =>
        complete(response, ...(isFollow(request) && isRestarted ? [at(waits.length, "again")] : [])),
      {
        container: "migrate",
        limits: {},
        clock: {
          now: () => now,
          schedule(delayMs, callback) {
            if (delayMs >= 1_000) waits.push(delayMs);
            isRestarted = waits.length === 6;
            return clock.schedule(0, callback);
          },
        },
      },
    );
    await eventually(() => expect(waits.length).toBeGreaterThanOrEqual(8));
    expect(waits.slice(0, 8)).toEqual([2_000, 4_000, 8_000, 10_000, 10_000, 10_000, 1_000, 2_000]);
  });

  it("limits the pods and says so", async () => {
    pods = [pod("a"), pod("b"), pod("c")];
    await start((_request, response) => complete(response), {
      follow: false,
      limits: { maxPods: 2, windowMs: 5, retryMs: 5 },
    });
    await running;
    expect(server.requests).toHaveLength(2);
    expect(notices).toEqual(["pod-limit"]);
  });

  it("says when a log cannot be read, and shows the others", async () => {
    await start(
      (request, response) =>
        podOfRequest(request) === "a"
          ? sendStatus(response, 403, "Forbidden")
          : complete(response, at(1, "b speaks")),
      { follow: false },
    );
    await running;
    expect(texts).toEqual(["b/web b speaks"]);
    expect(notices).toEqual(["unavailable"]);
  });

  it("leaves no request open when it is aborted", async () => {
    let closed = 0;
    await start((request, response) => {
      if (!isFollow(request)) return complete(response);
      response.on("close", () => closed++);
      hold(response);
    });
    await eventually(() => expect(server.requests.filter(isFollow)).toHaveLength(2));
    abort.abort();
    await running;
    await eventually(() => expect(closed).toBe(2));
  });
});
