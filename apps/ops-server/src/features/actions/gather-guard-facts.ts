import type { ActionAvailability, ClusterCommand } from "@horizon/contracts";
import { listActiveFreezeWindows } from "@horizon/db";
import { describeGitOpsRevert, readRolloutState } from "@horizon/k8s/rollouts";
import type { OpsContext } from "../../ops-context.ts";
import { toFreezeWindowRow } from "../freeze-windows/freeze-window-row.ts";
import type { GuardFacts } from "./evaluate-guards.ts";
import type { LiveTarget } from "./live-target.ts";

/** Reads what the guards look at. Fails closed: without the database nobody knows whether changes are frozen. */
export async function gatherGuardFacts(
  { db, now }: Pick<OpsContext, "db" | "now">,
  actor: GuardFacts["actor"],
  command: ClusterCommand,
  target: LiveTarget,
  availability: ActionAvailability,
): Promise<GuardFacts> {
  const at = now();
  const windows = await listActiveFreezeWindows(db, target.environment.id, at);
  const { workload } = target;
  const carrier = (target.workload && target.referenced?.metadata) ?? target.object.metadata;
  const hpa = target.workload === null ? undefined : target.hpa;
  return {
    command,
    tier: target.environment.tier,
    service: target.service,
    actor,
    now: at,
    availability,
    freezeWindows: windows.map((window) => toFreezeWindowRow(window, at)),
    // With a workloadRef the object that is really changed is the Deployment.
    gitOpsRevert: describeGitOpsRevert(carrier) ?? null,
    hpa: hpa
      ? { name: hpa.metadata.name, minReplicas: hpa.spec.minReplicas ?? 1, maxReplicas: hpa.spec.maxReplicas }
      : null,
    isCanaryOpen: workload?.kind === "Rollout" && !readRolloutState(workload.object).fullyPromoted,
  };
}
