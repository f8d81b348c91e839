import { describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { sendJson, statusBody } from "../testing/scripted-api-server.ts";
import {
  event,
  isPositionCheck,
  listOf,
  refusal,
  scriptedPod,
  startScriptedReflector,
  watchWith,
} from "../testing/scripted-reflector.ts";

describe("a reflector whose server refuses, cuts or forgets", () => {
  it("reconnects from the same version when the socket is cut", async () => {
    const { listRequests, server, synced, watchRequests } = await startScriptedReflector({
      lists: [listOf([], "5")],
      watches: [watchWith()],
    });
    await synced();
    server.cutConnections();
    await eventually(() => expect(watchRequests()).toHaveLength(2));
    await synced();
    expect(watchRequests()[1]?.query.get("resourceVersion")).toBe("5");
    expect(listRequests()).toHaveLength(1);
  });

  it.each([
    ["as an answer", refusal(410, "Expired")],
    ["in the stream", watchWith(event("ERROR", statusBody(410, "Expired")))],
  ])(
    "lists anew in a new epoch when the version has expired %s, and publishes only the difference",
    async (_name, expired) => {
      const { changes, reflector, watchRequests } = await startScriptedReflector({
        lists: [
          listOf([scriptedPod("a", "1"), scriptedPod("b", "1")], "1"),
          listOf([scriptedPod("b", "9"), scriptedPod("c", "9")], "9"),
        ],
        watches: [expired, watchWith()],
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
    const { changes, reflector, synced } = await startScriptedReflector({
      lists: [
        listOf([scriptedPod("gone", "1")], "1", "old"),
        refusal(410, "Expired"),
        listOf([scriptedPod("a", "2")], "2"),
      ],
      watches: [watchWith()],
    });
    await synced();
    expect(changes).toEqual(["upsert uid-a 1"]);
    expect(reflector.status().stats.relists.continue).toBe(1);
  });

  it.each([403, 404])("reports %i as unavailable and probes until the kind is there", async (code) => {
    const { changes, listRequests, states, synced } = await startScriptedReflector({
      lists: [refusal(code, "No"), refusal(code, "No"), listOf([scriptedPod("a", "1")], "1")],
      watches: [watchWith()],
    });
    await synced();
    expect(listRequests()).toHaveLength(3);
    expect(states).toEqual(["listing", "unavailable", "connecting", "live"]);
    expect(changes).toEqual(["upsert uid-a 1"]);
  });

  it.each([
    ["keeps what it has", false],
    ["lets go of what it has", true],
  ])("finds that it may read no more while its watch is open, %s, and comes back", async (_name, forgets) => {
    let mayRead = false;
    const before = ["upsert uid-a 1"];
    const { changes, reflector, synced } = await startScriptedReflector(
      {
        lists: [
          listOf([scriptedPod("a", "1")], "1"),
          (...given) =>
            (mayRead ? listOf([scriptedPod("b", "9")], "9") : refusal(403, "Forbidden"))(...given),
        ],
        // The watch goes on for as long as it is open; the probe is refused.
        watches: [watchWith(), refusal(403, "Forbidden"), watchWith()],
      },
      { forgetsUnreadable: forgets, lostReprobeMs: 20, reprobeMs: 600_000 },
    );
    await synced();
    await expect(reflector.verify()).rejects.toMatchObject({ code: "FORBIDDEN" });
    await eventually(() => expect(reflector.status().state).toBe("unavailable"));
    expect(reflector.status()).toMatchObject({ synced: !forgets, failedWith: 403 });
    expect(changes).toEqual(forgets ? [...before, "remove uid-a 1"] : before);
    mayRead = true;
    await synced();
    expect(changes).toEqual([...before, "remove uid-a 1", "upsert uid-b 1"]);
  });

  it("retries a 401 once at once, then reports unauthorized and recovers", async () => {
    const { listRequests, states, synced } = await startScriptedReflector({
      lists: [refusal(401, "Unauthorized"), refusal(401, "Unauthorized"), listOf([], "1")],
      watches: [watchWith()],
    });
    await synced();
    expect(listRequests()).toHaveLength(3);
    expect(states).toContain("unauthorized");
  });

  it("waits at least as long as Retry-After asks", async () => {
    const { listRequests, reflector } = await startScriptedReflector({
      lists: [
        (_request, response) =>
          sendJson(response, 429, statusBody(429, "TooManyRequests"), { "retry-after": "600" }),
      ],
      watches: [watchWith()],
    });
    await eventually(() => expect(reflector.status().state).toBe("backoff"));
    expect(listRequests()).toHaveLength(1);
    expect(reflector.status().reason).toContain("slow down");
  });

  it("recovers from a server that lost its state and has not reached our version yet", async () => {
    const details = {
      causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
    };
    const { changes, server, synced } = await startScriptedReflector({
      lists: [listOf([scriptedPod("a", "900")], "900"), listOf([scriptedPod("z", "1")], "2")],
      watches: [watchWith()],
      position: (_request, response) =>
        sendJson(response, 504, statusBody(504, "Timeout", "Timeout", details)),
    });
    await synced();
    server.cutConnections();
    await eventually(() => expect(changes).toEqual(["upsert uid-a 1", "remove uid-a 1", "upsert uid-z 1"]));
    const check = server.requests.find(isPositionCheck)?.query;
    expect([check?.get("resourceVersion"), check?.get("limit")]).toEqual(["900", "1"]);
  });
});
