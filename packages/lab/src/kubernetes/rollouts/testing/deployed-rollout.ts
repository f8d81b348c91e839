import type { CanaryStrategy } from "../model/rollout-object.ts";
import { createReferenceClient } from "./reference-client.ts";
import { createRolloutCluster, type RolloutClusterOptions } from "./rollout-cluster.ts";

/** Two gates: one that waits for a person at 25 %, one that waits half a minute at 50 %. */
export const PAUSED_AT_25: CanaryStrategy = {
  steps: [{ setWeight: 25 }, { pause: {} }, { setWeight: 50 }, { pause: { duration: "30s" } }],
};

/** A cluster whose first revision is out, and the reference client beside it. */
export function deployed(options: RolloutClusterOptions) {
  const cluster = createRolloutCluster(options);
  cluster.deploy();
  return { cluster, client: createReferenceClient(cluster) };
}
