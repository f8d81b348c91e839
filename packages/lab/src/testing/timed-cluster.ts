import { afterAll, expect } from "vitest";
import { createManualClock, type ManualClock } from "../world/clock.ts";
import { createKubectl, findKubectl, type Kubectl } from "./kubectl.ts";
import { type RunningCluster, startRunningCluster } from "./running-cluster.ts";

export interface TimedCluster {
  cluster: RunningCluster;
  clock: ManualClock;
  kubectl: Kubectl;
  /** What kubectl prints for these words; then a minute passes. */
  ok(args: string, input?: string): Promise<string>;
}

/** A running cluster whose time the tests move, for all tests of the file that awaits this at its top. */
export async function serveTimedCluster(startMs?: number): Promise<TimedCluster> {
  const clock = createManualClock(startMs);
  const cluster = await startRunningCluster({ clock });
  afterAll(() => cluster.close());
  const kubectl = createKubectl(await findKubectl(), cluster.kubeconfig);
  return {
    cluster,
    clock,
    kubectl,
    async ok(args, input) {
      const { code, stdout, stderr } = await kubectl(args.split(" "), input);
      expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
      clock.advance(60_000);
      return stdout;
    },
  };
}
