import { describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually.ts";
import {
  event,
  listOf,
  openWatch,
  scriptedPod,
  startScriptedReflector,
  watchWith,
} from "../testing/scripted-reflector.ts";

describe("a reflector whose watch says nothing", () => {
  it("cuts a watch that is silent for too long and goes on from its position", async () => {
    const { reflector, watchRequests } = await startScriptedReflector(
      { lists: [listOf([], "3")], watches: [watchWith()] },
      { inactivityMs: 20 },
    );
    await eventually(() => expect(watchRequests().length).toBeGreaterThan(1));
    expect(watchRequests()[1]?.query.get("resourceVersion")).toBe("3");
    expect(reflector.status().stats.stalls).toBeGreaterThan(0);
  });

  it("finds a watch deaf when a second watch from the same version gets news, and catches up", async () => {
    const news = event("ADDED", scriptedPod("a", "4"));
    const { changes, reflector, synced } = await startScriptedReflector({
      lists: [listOf([], "3")],
      watches: [watchWith(), watchWith(news), watchWith(news)],
    });
    await synced();
    expect(await reflector.verify()).toBe(false);
    await eventually(() => expect(changes).toEqual(["upsert uid-a 1"]));
    expect(reflector.status().stats.stalls).toBe(1);
  });

  it("does not suspect a quiet watch while the server has nothing new for its kind", async () => {
    const { reflector, synced, watchRequests } = await startScriptedReflector({
      lists: [listOf([], "3")],
      watches: [watchWith(), (_request, response) => void response.writeHead(200).end()],
    });
    await synced();
    expect(await reflector.verify()).toBe(true);
    expect(watchRequests()).toHaveLength(1);
  });

  it("is stalled, not live, while the server takes watches and sends nothing, and live with the first byte", async () => {
    let deliver = () => {};
    const { reflector, synced, watchRequests } = await startScriptedReflector({
      lists: [listOf([], "3")],
      watches: [
        watchWith(),
        watchWith(),
        (_request, response) => {
          openWatch(response);
          deliver = () => response.write(event("ADDED", scriptedPod("a", "4")));
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
});
