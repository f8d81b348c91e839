import { afterEach, describe, expect, it } from "vitest";
import { createApiClient, type WatchReader } from "../../testing/api-client.ts";
import { serveApi } from "../../testing/served-api.ts";
import { createManualClock } from "../../world/clock.ts";
import { createObjectStore } from "../store/create-object-store.ts";

const clock = createManualClock();
const { api, faults, registry, server, store, tokens } = await serveApi({ clock, bookmarkIntervalMs: 1_000 });
let open: WatchReader[] = [];
let serial = 0;

afterEach(() => {
  for (const watch of open) watch.close();
  open = [];
});

const PATH = "/api/v1/namespaces/default/configmaps";
const create = (name = `c${serial++}`, labels: Record<string, string> = {}) =>
  store.create("configmaps", {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "default", labels },
  });
const relabel = (name: string, labels: Record<string, string>) => {
  const current = store.find("configmaps", "default", name);
  if (!current) throw new Error(`no ${name}`);
  return store.update("configmaps", { ...current, metadata: { ...current.metadata, labels } });
};
const version = async () => (await api("GET", PATH)).body.metadata.resourceVersion as string;
async function watch(query: string): Promise<WatchReader> {
  const reader = await api.watch(`${PATH}?watch=true&${query}`);
  open.push(reader);
  return reader;
}

/** Waits until the server has as many open watches: a closed socket is noticed a moment later. */
const settle = (count: number) => expect.poll(() => server.stats().openWatches).toBe(count);

describe("watch", () => {
  it("replays from the version and goes on live", async () => {
    const from = await version();
    const before = create();
    const reader = await watch(`resourceVersion=${from}`);
    expect(await reader.next()).toMatchObject({
      type: "ADDED",
      object: { metadata: { name: before.metadata.name } },
    });
    store.delete("configmaps", "default", before.metadata.name);
    const deleted = await reader.next();
    expect(deleted?.type).toBe("DELETED");
    expect(Number(deleted?.object.metadata.resourceVersion)).toBeGreaterThan(
      Number(before.metadata.resourceVersion),
    );
  });

  it("starts with what is there when it has no version", async () => {
    const made = create("aaa");
    const reader = await watch("fieldSelector=metadata.name=aaa");
    expect(await reader.next()).toMatchObject({
      type: "ADDED",
      object: { metadata: { uid: made.metadata.uid } },
    });
  });

  it("turns a change into ADDED and DELETED where the selector begins and ceases to match", async () => {
    const { name } = create().metadata;
    const reader = await watch(`resourceVersion=${await version()}&labelSelector=tier=web`);
    relabel(name, { tier: "web" });
    expect((await reader.next())?.type).toBe("ADDED");
    relabel(name, { tier: "web", more: "x" });
    expect((await reader.next())?.type).toBe("MODIFIED");
    const last = relabel(name, { tier: "db" });
    const gone = await reader.next();
    expect(gone).toMatchObject({ type: "DELETED", object: { metadata: { labels: { tier: "web" } } } });
    expect(gone?.object.metadata.resourceVersion).toBe(last.metadata.resourceVersion);
  });

  it("sends bookmarks when asked for, with the newest version", async () => {
    const reader = await watch(`resourceVersion=${await version()}&allowWatchBookmarks=true`);
    store.create("secrets", { apiVersion: "v1", kind: "Secret", metadata: { name: `s${serial++}` } });
    clock.advance(1_000);
    const bookmark = await reader.next();
    expect(bookmark).toMatchObject({ type: "BOOKMARK", object: { kind: "ConfigMap" } });
    expect(bookmark?.object.metadata.resourceVersion).toBe(String(store.currentVersion()));
  });

  it("ends cleanly after its timeout", async () => {
    const reader = await watch(`resourceVersion=${await version()}&timeoutSeconds=5`);
    clock.advance(5_000);
    expect(await reader.next()).toBeUndefined();
  });

  it("sends the present objects when it is asked to, says where they end, and goes on with news", async () => {
    const reader = await watch(
      "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&fieldSelector=metadata.name=initial",
    );
    reader.close();
    create("initial");
    const again = await watch(
      "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&fieldSelector=metadata.name=initial",
    );
    expect(await again.next()).toMatchObject({ type: "ADDED", object: { metadata: { name: "initial" } } });
    expect(await again.next()).toMatchObject({
      type: "BOOKMARK",
      object: { metadata: { annotations: { "k8s.io/initial-events-end": "true" } } },
    });
    store.delete("configmaps", "default", "initial");
    expect(await again.next()).toMatchObject({ type: "DELETED" });
  });

  it("refuses initial events of a version that is not said how to be taken", async () => {
    const answer = await api("GET", `${PATH}?watch=true&sendInitialEvents=true`);
    expect(answer.body).toMatchObject({ code: 422, reason: "Invalid" });
    const matched = await api("GET", `${PATH}?watch=true&resourceVersionMatch=NotOlderThan`);
    expect(matched.body).toMatchObject({ code: 422, reason: "Invalid" });
  });

  it("sends an ERROR of 410 in the stream for a forgotten version", async () => {
    const from = await version();
    create();
    store.compact();
    const reader = await watch(`resourceVersion=${from}`);
    expect(reader.code).toBe(200);
    expect(await reader.next()).toMatchObject({ type: "ERROR", object: { code: 410, reason: "Expired" } });
    expect(await reader.next()).toBeUndefined();
  });

  it("shows events of the core group as events.k8s.io", async () => {
    const reader = await api.watch("/apis/events.k8s.io/v1/events?watch=true");
    open.push(reader);
    store.create("events", {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: `e${serial++}`, namespace: "default" },
      involvedObject: { kind: "Pod", name: "p" },
      message: "hello",
    } as Parameters<typeof store.create>[1]);
    const { object } = (await reader.next()) ?? {};
    expect(object).toMatchObject({ apiVersion: "events.k8s.io/v1", regarding: { name: "p" }, note: "hello" });
  });
});

describe("faults", () => {
  it("expires history: the open watch gets ERROR 410, the next one with its version HTTP 410", async () => {
    const from = await version();
    const reader = await watch(`resourceVersion=${from}`);
    create();
    expect((await reader.next())?.type).toBe("ADDED");
    faults.expireHistory();
    expect(await reader.next()).toMatchObject({ type: "ERROR", object: { code: 410 } });
    expect((await api("GET", `${PATH}?watch=true&resourceVersion=${from}`)).body).toMatchObject({
      code: 410,
    });
    const fresh = await watch(`resourceVersion=${await version()}`);
    create();
    expect((await fresh.next())?.type).toBe("ADDED");
  });

  it("halts open watches without closing them, and delivers what they missed when healed", async () => {
    const reader = await watch(
      `resourceVersion=${await version()}&allowWatchBookmarks=true&timeoutSeconds=60`,
    );
    await settle(1);
    faults.haltWatches(true);
    const missed = create();
    clock.advance(120_000);
    await expect(reader.next(200)).rejects.toThrow("no frame in time");
    const other = await watch(`resourceVersion=${await version()}`);
    const seen = create();
    expect(await other.next()).toMatchObject({ object: { metadata: { name: seen.metadata.name } } });
    faults.haltWatches(false);
    expect(await reader.next()).toMatchObject({ object: { metadata: { name: missed.metadata.name } } });
  });

  it("goes down, cutting every connection, and comes back", async () => {
    const reader = await watch(`resourceVersion=${await version()}`);
    faults.down(true);
    expect(await reader.next()).toBeUndefined();
    await expect(api("GET", PATH)).rejects.toThrow();
    await settle(0);
    faults.down(false);
    expect((await api("GET", PATH)).code).toBe(200);
  });

  it("refuses everybody, and one resource", async () => {
    faults.unauthorized(true);
    expect((await api("GET", PATH)).code).toBe(401);
    faults.unauthorized(false);
    faults.forbid("configmaps");
    expect((await api("GET", PATH)).code).toBe(403);
    expect((await api("GET", "/api/v1/pods")).code).toBe(200);
    faults.forbid(null);
    expect((await api("GET", PATH)).code).toBe(200);
  });

  it("has no seat for anybody but system:masters when throttled, and says when to come back", async () => {
    const { url, caPem } = server;
    const viewer = createApiClient(url, caPem, tokens.viewer);
    faults.throttle(true);
    const refused = await viewer("GET", PATH);
    expect(refused).toMatchObject({ code: 429, body: "Too many requests, please try again later.\n" });
    expect(refused.headers).toMatchObject({
      "retry-after": "1",
      "content-type": "text/plain; charset=utf-8",
    });
    expect((await api("GET", PATH)).code).toBe(200);
    faults.throttle(false);
    expect((await viewer("GET", PATH)).code).toBe(200);
    viewer.close();
  });

  it("answers late when slow", async () => {
    faults.slow(3_000);
    let isAnswered = false;
    const answer = api("GET", PATH).then(({ code }) => {
      isAnswered = true;
      return code;
    });
    await expect(
      Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 100, "waiting"))]),
    ).resolves.toBe("waiting");
    expect(isAnswered).toBe(false);
    faults.slow(0);
    clock.advance(3_000);
    expect(await answer).toBe(200);
  });

  it("drops connections once", async () => {
    const reader = await watch(`resourceVersion=${await version()}`);
    faults.dropConnections();
    expect(await reader.next()).toBeUndefined();
    expect((await api("GET", PATH)).code).toBe(200);
  });

  it("counts connections, watches and requests", async () => {
    await settle(0);
    const before = server.stats().requestsByVerb.watch ?? 0;
    await watch(`resourceVersion=${await version()}`);
    await watch(`resourceVersion=${await version()}`);
    const { openWatches, connections, requestsByVerb } = server.stats();
    expect(openWatches).toBe(2);
    expect(connections).toBeGreaterThanOrEqual(2);
    expect(requestsByVerb.watch).toBe(before + 2);
  });

  it("restarts with another store, whose versions are unrelated", async () => {
    const old = await version();
    const reader = await watch(`resourceVersion=${old}`);
    const startVersion = store.currentVersion() + 500_000;
    const next = createObjectStore({ clock, registry, startVersion });
    server.replaceStore(next);
    expect(await reader.next()).toBeUndefined();
    expect((await api("GET", PATH)).body.items).toEqual([]);
    expect((await api("GET", `${PATH}?watch=true&resourceVersion=${old}`)).body).toMatchObject({ code: 410 });
    server.replaceStore(store);
  });
});
