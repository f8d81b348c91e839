import { expect, test } from "vitest";
import type { KubeEvent } from "./event-recorder.ts";
import { createSimulatedCluster } from "./simulated-cluster.ts";

test("an event is removed an hour after it last happened, and its watches are told", () => {
  const cluster = createSimulatedCluster();
  const told: string[] = [];
  cluster.applyDeployment("web", { replicas: 1 });
  cluster.clock.advance(30_000);
  const events = () => cluster.store.list<KubeEvent>("events", { namespace: "test" });
  const names = events().map(({ metadata }) => metadata.name);
  expect(names.length).toBeGreaterThan(2);
  cluster.store.subscribe("events", ({ type, object }) => {
    if (type === "DELETED") told.push(object.metadata.name);
  });
  cluster.clock.advance(3_560_000);
  expect(events()).toHaveLength(names.length);
  cluster.clock.advance(60_000);
  expect(events()).toEqual([]);
  expect(told.toSorted()).toEqual(names.toSorted());
});
