import { describe, expect, it } from "vitest";
import { createManualClock } from "../../world/clock.ts";
import { createObjectStore } from "./create-object-store.ts";
import type { KubeObject, StoreEvent } from "./object-store.ts";
import { createResourceRegistry } from "./resource-registry.ts";

function setup(historyLimit?: number) {
  const clock = createManualClock();
  const store = createObjectStore({ clock, registry: createResourceRegistry(), historyLimit });
  const events: StoreEvent[] = [];
  store.subscribe("*", (event) => events.push(event));
  return { clock, store, events };
}

const configMap = (name: string, extra: object = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "a", ...extra },
});
const ownedBy = (owner: KubeObject) => ({
  ownerReferences: [
    { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid },
  ],
});
const rollout = (name: string) => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Rollout",
  metadata: { name, namespace: "a" },
  spec: { replicas: 1 },
});
const pod = (name: string, spec: object = { nodeName: "n" }) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "a" },
  spec,
});

describe("object store", () => {
  it("gives every write a higher resourceVersion and every object its own uid", () => {
    const { store } = setup();
    const first = store.create("configmaps", configMap("one"));
    const second = store.create("configmaps", configMap("two"));
    expect(Number(second.metadata.resourceVersion)).toBeGreaterThan(Number(first.metadata.resourceVersion));
    expect(second.metadata.uid).not.toBe(first.metadata.uid);
  });

  it("refuses a second object of the same name", () => {
    const { store } = setup();
    store.create("configmaps", configMap("one"));
    expect(() => store.create("configmaps", configMap("one"))).toThrow('configmaps "one" already exists');
  });

  it("makes a name from generateName", () => {
    const { store } = setup();
    const { name } = store.create("pods", { ...pod(""), metadata: { generateName: "web-" } }).metadata;
    expect(name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  it("refuses an update of a stale version and stores nothing", () => {
    const { store } = setup();
    const stale = store.create<KubeObject>("rollouts.argoproj.io", rollout("web"));
    store.update("rollouts.argoproj.io", { ...stale, spec: { replicas: 2 } });
    expect(() => store.update("rollouts.argoproj.io", { ...stale, spec: { replicas: 3 } })).toThrow(
      /the object has been modified/,
    );
    expect(store.find("rollouts.argoproj.io", "a", "web")?.spec).toEqual({ replicas: 2 });
  });

  it("raises the generation with the spec and not with labels or status", () => {
    const { store } = setup();
    const made = store.create<KubeObject>("rollouts.argoproj.io", rollout("web"));
    const status = store.updateStatus("rollouts.argoproj.io", { ...made, status: { phase: "Healthy" } });
    const metadata = { ...status.metadata, labels: { team: "credit" } };
    const labelled = store.update("rollouts.argoproj.io", { ...status, metadata });
    expect(labelled.metadata.generation).toBe(1);
    const changed = store.update("rollouts.argoproj.io", { ...labelled, spec: { replicas: 2 } });
    expect(changed.metadata.generation).toBe(2);
    expect(changed.status).toEqual({ phase: "Healthy" });
  });

  it("keeps the spec when the status is written, and the status when the spec is", () => {
    const { store } = setup();
    const made = store.create<KubeObject>("rollouts.argoproj.io", rollout("web"));
    const after = store.updateStatus("rollouts.argoproj.io", {
      ...made,
      spec: { replicas: 9 },
      status: { a: 1 },
    });
    expect(after.spec).toEqual({ replicas: 1 });
    expect(store.update("rollouts.argoproj.io", { ...after, status: { a: 2 } })).toBe(after);
  });

  it("emits nothing for a write that changes nothing", () => {
    const { store, events } = setup();
    const made = store.create<KubeObject>("rollouts.argoproj.io", rollout("web"));
    const same = store.update("rollouts.argoproj.io", structuredClone(made));
    expect(same.metadata.resourceVersion).toBe(made.metadata.resourceVersion);
    expect(events).toHaveLength(1);
  });

  it("freezes what it gives out and does not freeze what it was given", () => {
    const { store } = setup();
    const input = rollout("web");
    const made = store.create<KubeObject>("rollouts.argoproj.io", input);
    input.spec.replicas = 7;
    expect(made.spec).toEqual({ replicas: 1 });
    expect(Object.isFrozen(made.spec)).toBe(true);
  });

  it("delivers events in the order of the writes when a listener writes", () => {
    const { store } = setup();
    const seen: string[] = [];
    store.subscribe("configmaps", ({ object }) => {
      if (object.metadata.name === "one") store.create("configmaps", configMap("two"));
    });
    store.subscribe("configmaps", ({ object }) => seen.push(object.metadata.name));
    store.create("configmaps", configMap("one"));
    expect(seen).toEqual(["one", "two"]);
  });

  it("lists by namespace, label and owner", () => {
    const { store } = setup();
    const owner = store.create<KubeObject>("rollouts.argoproj.io", rollout("web"));
    store.create("pods", { ...pod("p1"), metadata: { name: "p1", namespace: "a", ...ownedBy(owner) } });
    store.create("pods", { ...pod("p2"), metadata: { name: "p2", namespace: "ab", labels: { app: "x" } } });
    const names = (filter: object) => store.list("pods", filter).map((object) => object.metadata.name);
    expect(names({})).toEqual(["p1", "p2"]);
    expect(names({ namespace: "a" })).toEqual(["p1"]);
    expect(names({ labels: { app: "x" } })).toEqual(["p2"]);
    expect(names({ ownerUid: owner.metadata.uid })).toEqual(["p1"]);
    expect(names({ ownerUid: owner.metadata.uid, namespace: "ab" })).toEqual([]);
  });
});

describe("deletion", () => {
  it("marks a running pod and removes it when the runtime finishes it", () => {
    const { store, events } = setup();
    store.create("pods", pod("p"));
    store.delete("pods", "a", "p");
    const marked = store.find("pods", "a", "p");
    expect(marked?.metadata.deletionGracePeriodSeconds).toBe(30);
    expect(marked?.metadata.deletionTimestamp).toBe("2026-01-05T09:00:30Z");
    store.delete("pods", "a", "p", { gracePeriodSeconds: 0 });
    expect(store.find("pods", "a", "p")).toBeUndefined();
    expect(events.map(({ type }) => type)).toEqual(["ADDED", "MODIFIED", "DELETED"]);
  });

  it("removes a pod at once that was never placed on a node", () => {
    const { store } = setup();
    store.create("pods", pod("p", {}));
    store.delete("pods", "a", "p");
    expect(store.find("pods", "a", "p")).toBeUndefined();
  });

  it("keeps an object until its finalizers are gone", () => {
    const { store } = setup();
    store.create("configmaps", configMap("c", { finalizers: ["lab/hold"] }));
    store.delete("configmaps", "a", "c");
    const held = store.find("configmaps", "a", "c") as KubeObject;
    expect(held.metadata.deletionTimestamp).toBeDefined();
    store.update("configmaps", { ...held, metadata: { ...held.metadata, finalizers: [] } });
    expect(store.find("configmaps", "a", "c")).toBeUndefined();
  });

  it("answers 404 for an unknown name", () => {
    expect(() => setup().store.delete("pods", "a", "nobody")).toThrow('pods "nobody" not found');
  });

  it("collects dependents in the background, level by level", () => {
    const { store, clock } = setup();
    const owner = store.create<KubeObject>("rollouts.argoproj.io", rollout("web"));
    const middle = store.create<KubeObject>("configmaps", configMap("middle", ownedBy(owner)));
    store.create("configmaps", configMap("leaf", ownedBy(middle)));
    store.delete("rollouts.argoproj.io", "a", "web");
    expect(store.find("configmaps", "a", "middle")).toBeDefined();
    clock.advance(1);
    expect(store.list("configmaps")).toEqual([]);
  });

  it("keeps a dependent that another owner still holds", () => {
    const { store, clock } = setup();
    const [one, two] = ["one", "two"].map((name) =>
      store.create<KubeObject>("rollouts.argoproj.io", rollout(name)),
    ) as [KubeObject, KubeObject];
    const ownerReferences = [...ownedBy(one).ownerReferences, ...ownedBy(two).ownerReferences];
    store.create("configmaps", configMap("both", { ownerReferences }));
    store.delete("rollouts.argoproj.io", "a", "one");
    clock.advance(1);
    expect(store.find("configmaps", "a", "both")?.metadata.ownerReferences).toHaveLength(1);
  });

  it("orphans dependents when asked to", () => {
    const { store, clock } = setup();
    const owner = store.create<KubeObject>("rollouts.argoproj.io", rollout("web"));
    store.create("configmaps", configMap("child", ownedBy(owner)));
    store.delete("rollouts.argoproj.io", "a", "web", { propagationPolicy: "Orphan" });
    clock.advance(1);
    expect(store.find("configmaps", "a", "child")?.metadata.ownerReferences).toEqual([]);
  });

  it("holds the owner of a foreground deletion until its dependents are gone", () => {
    const { store, clock } = setup();
    const owner = store.create<KubeObject>("rollouts.argoproj.io", rollout("web"));
    store.create("pods", { ...pod("p"), metadata: { name: "p", namespace: "a", ...ownedBy(owner) } });
    store.delete("rollouts.argoproj.io", "a", "web", { propagationPolicy: "Foreground" });
    clock.advance(1);
    expect(store.find("rollouts.argoproj.io", "a", "web")?.metadata.deletionTimestamp).toBeDefined();
    store.delete("pods", "a", "p", { gracePeriodSeconds: 0 });
    clock.advance(1);
    expect(store.find("rollouts.argoproj.io", "a", "web")).toBeUndefined();
  });
});

describe("history", () => {
  it("pages one consistent snapshot while the objects change", () => {
    const { store } = setup();
    for (const name of ["a", "b", "c", "d"]) store.create("configmaps", configMap(name));
    const version = store.currentVersion();
    const first = store.listPage("configmaps", { limit: 2, version });
    store.delete("configmaps", "a", "d");
    store.create("configmaps", configMap("cc"));
    const rest = store.listPage("configmaps", { limit: 2, version, afterKey: first.nextAfterKey });
    expect([...first.objects, ...rest.objects].map((object) => object.metadata.name)).toEqual([
      "a",
      "b",
      "c",
      "d",
    ]);
    expect(first.remaining).toBe(2);
    expect(rest.nextAfterKey).toBeUndefined();
  });

  it("replays from a version, and not from one that is compacted", () => {
    const { store } = setup();
    const version = store.currentVersion();
    store.create("configmaps", configMap("one"));
    expect(store.eventsSince("configmaps", version)).toHaveLength(1);
    store.compact();
    expect(store.eventsSince("configmaps", version)).toBeNull();
    expect(store.eventsSince("configmaps", store.currentVersion())).toEqual([]);
    expect(() => store.listPage("configmaps", { version })).toThrow(/too old resource version/);
  });

  it("forgets the oldest events when there are too many", () => {
    const { store } = setup(10);
    const version = store.currentVersion();
    for (let index = 0; index < 11; index++) store.create("configmaps", configMap(`c${index}`));
    expect(store.eventsSince("configmaps", version)).toBeNull();
    expect(store.eventsSince("configmaps", store.currentVersion() - 4)).toHaveLength(4);
  });
});
