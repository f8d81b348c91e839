import type { PodRow, RolloutDetail, WorkloadDetail } from "@horizon/contracts";
import type { Condition } from "../kubernetes/workload.ts";
import { listLogContainers } from "../logs/list-log-containers.ts";
import { getActionAvailability } from "../rollouts/action-availability.ts";
import { findFailedStep, toAnalysisRun } from "../rollouts/analysis-run.ts";
import { getActualWeight, getStableWeight } from "../rollouts/canary-weights.ts";
import { gateKeepers } from "../rollouts/rollout-row.ts";
import { isBlueGreen, isRouted, readRolloutState } from "../rollouts/rollout-state.ts";
import { listRolloutSteps, type StepTimes } from "../rollouts/step-progress.ts";
import { findReplicaSet } from "../workloads/find-replica-set.ts";
import { toHpaInfo } from "../workloads/hpa-info.ts";
import { listContainers } from "../workloads/image-version.ts";
import { listRelations } from "../workloads/list-relations.ts";
import { listRevisions } from "../workloads/list-revisions.ts";
import { desiredTemplate, type Workload } from "../workloads/workload-row.ts";
import type { ClusterCache } from "./cluster-cache.ts";

type Readable = Pick<ClusterCache, "index" | "rows">;

const describeConditions = (conditions: readonly Condition[] = []) =>
  conditions.map(({ type, status, reason = "", message = "", lastTransitionTime, lastUpdateTime }) => ({
    type,
    status,
    reason,
    message,
    lastTransitionAt: lastTransitionTime ?? lastUpdateTime ?? null,
  }));

/** What a workload's page shows; undefined when its row is not there (any more). */
export function readWorkloadDetail(
  { index, rows }: Readable,
  workload: Workload,
): WorkloadDetail | undefined {
  const { uid, namespace } = workload.object.metadata;
  const row = rows.table("workload").get(uid);
  if (!row) return undefined;
  const replicaSets = index.listReplicaSets(uid);
  const pods = index.listPods(uid);
  const hpa = index.findHpa(workload);
  const template = desiredTemplate(workload, replicaSets);
  const services = [...index.table("services").values()].filter((service) => service.namespace === namespace);
  const budgets = [...index.table("poddisruptionbudgets").values()].filter(
    ({ metadata }) => metadata.namespace === namespace,
  );
  return {
    row,
    conditions: describeConditions(workload.object.status?.conditions),
    revisions: listRevisions(workload, replicaSets),
    hpa: hpa ? toHpaInfo(hpa) : null,
    relations: listRelations(workload, { replicaSets, pods, hpa, services, budgets }),
    containers: listContainers(template).map(({ container, sidecar }) => ({
      name: container.name,
      image: container.image ?? "",
      sidecar,
    })),
    logContainers: listLogContainers(template, pods),
  };
}

/** What a rollout's page shows. `times` is when steps ran, which the cluster does not remember. */
export function readRolloutDetail(
  { index, rows }: Readable,
  workload: Extract<Workload, { kind: "Rollout" }>,
  times?: ReadonlyMap<number, StepTimes>,
): RolloutDetail | undefined {
  const rollout = workload.object;
  const { uid } = rollout.metadata;
  const row = rows.table("rollout").get(uid);
  if (!row) return undefined;
  const { stableRS, currentPodHash, canary } = rollout.status ?? {};
  const replicaSets = index.listReplicaSets(uid);
  const podRows = index.listPods(uid).flatMap((facts) => rows.table("pod").get(facts.uid) ?? []);
  const podsOf = (belongs: (pod: PodRow) => boolean) =>
    podRows.filter(belongs).toSorted((left, right) => left.name.localeCompare(right.name));
  const isStable = ({ podHash }: PodRow) => podHash !== null && podHash === stableRS;
  const isCanary = (pod: PodRow) => !isStable(pod) && pod.podHash !== null && pod.podHash === currentPodHash;
  // Fully promoted, there is one version left, and it is the stable one.
  const { fullyPromoted } = readRolloutState(rollout);
  const analysisRuns = index
    .listAnalysisRuns(uid)
    .toSorted((left, right) =>
      right.metadata.creationTimestamp.localeCompare(left.metadata.creationTimestamp),
    )
    .map(toAnalysisRun);
  const [canarySet, stableSet] = [currentPodHash, stableRS].map((hash) => findReplicaSet(replicaSets, hash));
  return {
    row,
    strategy: isBlueGreen(rollout) ? "blueGreen" : "canary",
    routing: isRouted(rollout) ? "routed" : "basic",
    stepList: listRolloutSteps(rollout, {
      gateKeepers,
      times,
      failedIndex: findFailedStep(rollout, analysisRuns),
    }),
    weights: {
      canary: fullyPromoted ? 0 : getActualWeight(rollout, canarySet),
      stable: getStableWeight(rollout, { canary: canarySet, stable: stableSet }),
      verified: canary?.weights?.verified ?? null,
    },
    stablePods: podsOf(isStable),
    canaryPods: podsOf(isCanary),
    otherPods: podsOf((pod) => !isStable(pod) && !isCanary(pod)),
    analysisRuns,
    revisions: listRevisions(workload, replicaSets),
    conditions: describeConditions(rollout.status?.conditions),
    availability: getActionAvailability(rollout),
    containers: listContainers(desiredTemplate(workload, replicaSets)).map(({ container }) => ({
      name: container.name,
      image: container.image ?? "",
    })),
  };
}
