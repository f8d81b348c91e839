import { expect, test } from "vitest";
import { createManualClock } from "../../world/clock.ts";
import { createObjectStore } from "../store/create-object-store.ts";
import type { KubeObject } from "../store/object-store.ts";
import { createResourceRegistry } from "../store/resource-registry.ts";
import {
  createControllerManager,
  ownKey,
  type ReconcileKey,
  type ReconcileResult,
} from "./controller-runtime.ts";
import { type KubeEvent, recordEvent } from "./event-recorder.ts";

function setup(reconcile: (key: ReconcileKey) => ReconcileResult | undefined) {
  const clock = createManualClock();
  const store = createObjectStore({ clock, registry: createResourceRegistry() });
  const errors: unknown[] = [];
  const manager = createControllerManager({ store, clock, onError: (error) => errors.push(error) });
  manager.register({ name: "test", reconcile, watches: [{ resource: "configmaps", map: ownKey }] });
  const put = (value: string) => {
    const known = store.find<KubeObject & { data: object }>("configmaps", "test", "a");
    if (known) return store.update("configmaps", { ...known, data: { value } } as KubeObject);
    const metadata = { name: "a", namespace: "test" };
    return store.create("configmaps", {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata,
      data: { value },
    } as never);
  };
  return { clock, store, manager, errors, put };
}

test("changes before the turn of a key are one reconcile, and none happens inside the write", () => {
  let runs = 0;
  const { clock, manager, put } = setup(() => {
    runs += 1;
    return undefined;
  });
  manager.start();
  put("1");
  put("2");
  expect(runs).toBe(0);
  clock.advance(0);
  expect(runs).toBe(1);
});

test("a controller that was stopped finds what it missed when it starts", () => {
  const keys: string[] = [];
  const { clock, manager, put } = setup(({ name }) => {
    keys.push(name);
    return undefined;
  });
  manager.start();
  manager.stop("test");
  put("1");
  clock.advance(60_000);
  expect(keys).toEqual([]);
  manager.start("test");
  clock.advance(0);
  expect(keys).toEqual(["a"]);
});

test("a failing reconcile is tried again with growing delays until it works", () => {
  const times: number[] = [];
  const { clock, manager, put, errors } = setup(() => {
    times.push(clock.now());
    if (times.length < 4) throw new Error("not yet");
    return undefined;
  });
  manager.start();
  put("1");
  clock.advance(60_000);
  const delays = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(delays).toEqual([20, 40, 80]);
  expect(errors).toHaveLength(3);
});

test("an asked-for requeue comes once, and an earlier change replaces it", () => {
  const times: number[] = [];
  const { clock, manager, put } = setup(() => {
    times.push(clock.now() - startMs);
    return times.length < 3 ? { requeueAfterMs: 1_000 } : undefined;
  });
  const startMs = clock.now();
  manager.start();
  put("1");
  clock.advance(400);
  put("2");
  clock.advance(10_000);
  expect(times).toEqual([0, 400, 1_400]);
});

test("the same event again counts up instead of making another object", () => {
  const { clock, store, put } = setup(() => undefined);
  const object = put("1");
  const sink = { store, clock, component: "tester" };
  recordEvent(sink, object, { type: "Warning", reason: "BackOff", message: "again" });
  clock.advance(5_000);
  recordEvent(sink, object, { type: "Warning", reason: "BackOff", message: "again" });
  recordEvent(sink, object, { type: "Normal", reason: "Other", message: "once" });
  const events = store.list<KubeEvent>("events", { namespace: "test" });
  expect(events.map(({ reason, count }) => `${reason} ${count}`).sort()).toEqual(["BackOff 2", "Other 1"]);
});
