import { expect, it } from "vitest";
import { createSimulatedCluster } from "../controllers/simulated-cluster.ts";
import { textAt } from "../store/read-path.ts";
import { startNodeLeases } from "./node-leases.ts";

it("renews a node's lease while its kubelet answers", () => {
  const { store, clock, faults } = createSimulatedCluster({ nodes: 2 });
  const stop = startNodeLeases({ store, clock, faults });
  const renewedOf = (node: string) =>
    textAt(store.find("leases.coordination.k8s.io", "kube-node-lease", node), ["spec", "renewTime"]) ?? "";
  const before = [renewedOf("node-1"), renewedOf("node-2")];
  expect(before[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  faults.lose("node-2");
  clock.advance(30_000);
  expect(Date.parse(renewedOf("node-1")) - Date.parse(before[0] ?? "")).toBe(30_000);
  expect(renewedOf("node-2")).toBe(before[1]);
  faults.restore("node-2");
  clock.advance(10_000);
  expect(renewedOf("node-2")).toBe(renewedOf("node-1"));
  stop();
  clock.advance(10_000);
  expect(Date.parse(renewedOf("node-1")) - Date.parse(before[0] ?? "")).toBe(40_000);
});
