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

describe("reflector", () => {
  it("lists in pages of 500, then watches from the list's version with bookmarks and a random timeout", async () => {
    const { changes, listRequests, synced, watchRequests } = await startScriptedReflector({
      lists: [listOf([scriptedPod("a", "1")], "7", "more"), listOf([scriptedPod("b", "2")], "7")],
      watches: [watchWith()],
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
    const { changes, reflector } = await startScriptedReflector({
      lists: [listOf([scriptedPod("a", "1")], "1")],
      watches: [
        watchWith(
          event("MODIFIED", scriptedPod("a", "2")),
          event("MODIFIED", scriptedPod("a", "3", "2")),
          event("ADDED", scriptedPod("b", "4")),
          event("DELETED", scriptedPod("a", "5", "2")),
        ),
      ],
    });
    await eventually(() => expect(reflector.status().stats.events).toBe(4));
    expect(changes).toEqual(["upsert uid-a 1", "upsert uid-a 2", "upsert uid-b 1", "remove uid-a 2"]);
    expect(reflector.status().stats.unchanged).toBe(1);
  });

  it("goes on from a bookmark after a clean close, without a list", async () => {
    const { listRequests, reflector, watchRequests } = await startScriptedReflector({
      lists: [listOf([], "1")],
      watches: [
        (_request, response) => {
          openWatch(response, event("BOOKMARK", { metadata: { resourceVersion: "opaque-99" } }));
          response.end();
        },
        watchWith(),
      ],
    });
    await eventually(() => expect(watchRequests()).toHaveLength(2));
    expect(watchRequests()[1]?.query.get("resourceVersion")).toBe("opaque-99");
    expect(listRequests()).toHaveLength(1);
    expect(reflector.status().stats.bookmarks).toBe(1);
  });

  it("joins characters that a chunk border splits", async () => {
    const bytes = Buffer.from(event("ADDED", scriptedPod("a", "2", "größe")));
    const middle = bytes.indexOf(Buffer.from("ö")) + 1;
    const { changes } = await startScriptedReflector({
      lists: [listOf([], "1")],
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

  it("survives a listener that throws and a line that is not an event", async () => {
    const { changes, reflector } = await startScriptedReflector(
      {
        lists: [listOf([scriptedPod("a", "1")], "1")],
        watches: [
          watchWith(
            "{half a line\n",
            `${JSON.stringify({ type: "ADDED", object: {} })}\n`,
            event("ADDED", scriptedPod("b", "2")),
          ),
        ],
      },
      {
        onChanges() {
          throw new Error("listener");
        },
      },
    );
    await eventually(() => expect(changes).toEqual(["upsert uid-a 1", "upsert uid-b 1"]));
    expect(reflector.status().stats).toMatchObject({ listenerErrors: 2, malformed: 2 });
  });

  it("leaves no watch behind when stopped during the list", async () => {
    let answerList = () => {};
    const { changes, listRequests, reflector, watchRequests } = await startScriptedReflector({
      lists: [
        (request, response) => {
          answerList = () => listOf([scriptedPod("a", "1")], "1")(request, response);
        },
      ],
      watches: [watchWith()],
    });
    await eventually(() => expect(listRequests()).toHaveLength(1));
    const stopped = reflector.stop();
    answerList();
    await stopped;
    expect(watchRequests()).toHaveLength(0);
    expect(changes).toEqual([]);
    expect(reflector.status().state).toBe("stopped");
  });
});
