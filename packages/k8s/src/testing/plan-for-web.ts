import { planWorkloadAction, type WorkloadCommand } from "../workloads/plan-workload-action.ts";
import type { Workload } from "../workloads/workload-row.ts";
import { canaryReplicaSets, hpaOf, rolloutOf } from "./fixtures.ts";

/** What the commands of the tests are about: the rollout `web`, with an autoscaler and a canary on its way. */
const webRollout: Workload = { kind: "Rollout", object: rolloutOf() };
export const webTarget = {
  environment: "production",
  kind: "Rollout",
  namespace: "horizon-test",
  name: "web",
} as const;
const context = { replicaSets: canaryReplicaSets(), hpa: hpaOf(3, 20) };
const now = "2026-01-05T10:00:00.123Z";

/** The plan of a command; `rest` is what differs of its surroundings. */
export function planForWeb(command: WorkloadCommand, workload: Workload = webRollout, rest = {}) {
  return planWorkloadAction(command, workload, { ...context, ...rest }, now);
}
