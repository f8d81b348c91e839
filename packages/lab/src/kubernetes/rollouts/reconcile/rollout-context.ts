import type { EventToRecord } from "../../controllers/event-recorder.ts";
import type { Pod } from "../../controllers/pod.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import type { AnalysisRun } from "../model/analysis-object.ts";
import type { Experiment } from "../model/experiment-object.ts";
import { podTemplateHashOf, type ReplicaSet } from "../model/replica-set-object.ts";
import { isFullyPromoted } from "../model/rollout-defaults.ts";
import type { Rollout, RunStatusReference, TrafficWeights } from "../model/rollout-object.ts";
import type { CanaryReplicaSets } from "../replicas/canary-counts.ts";
import { isAborted, noPauseIntents, type PauseIntents } from "../status/pause-intents.ts";
import { isFastRollback, isRollbackWithinWindow } from "../status/rollback-window.ts";

/** What a controller of this folder writes through. */
export interface ControllerPorts {
  store: ObjectStore;
  record: (rollout: Rollout, event: EventToRecord) => void;
  nowMs: number;
}

/** The parts of the next status that the passes of a reconcile fill in. */
export interface NextStatusParts {
  restartedAt?: string;
  weights?: TrafficWeights;
  stepRun?: RunStatusReference;
  backgroundRun?: RunStatusReference;
  currentExperiment?: string;
}

/** One reconcile of one Rollout: what was read, and what was decided so far. */
export interface RolloutContext extends ControllerPorts {
  /** As stored, with template and selector of the `workloadRef` filled in. */
  rollout: Rollout;
  replicaSets: ReplicaSet[];
  newReplicaSet?: ReplicaSet;
  stableReplicaSet?: ReplicaSet;
  /** Neither new nor stable. */
  otherReplicaSets: ReplicaSet[];
  analysisRuns: AnalysisRun[];
  experiments: Experiment[];
  pause: PauseIntents;
  next: NextStatusParts;
  requeueAfterMs?: number;
}

export function createRolloutContext(ports: ControllerPorts, rollout: Rollout): RolloutContext {
  const { namespace, uid } = rollout.metadata;
  const owned = { ...(namespace === undefined ? {} : { namespace }), ownerUid: uid };
  const { restartedAt, canary } = rollout.status ?? {};
  return {
    ...ports,
    rollout,
    replicaSets: ports.store.list<ReplicaSet>("replicasets.apps", owned),
    otherReplicaSets: [],
    analysisRuns: ports.store.list<AnalysisRun>("analysisruns.argoproj.io", owned),
    experiments: ports.store.list<Experiment>("experiments.argoproj.io", owned),
    pause: noPauseIntents(),
    next: {
      ...(restartedAt === undefined ? {} : { restartedAt }),
      ...(canary?.weights ? { weights: canary.weights } : {}),
    },
  };
}

/** Sorts the ReplicaSets into new, stable and other; an abort of what is fully promoted is dropped. */
export function assignReplicaSets(context: RolloutContext, newReplicaSet: ReplicaSet | undefined): void {
  const stableHash = context.rollout.status?.stableRS;
  const stable = stableHash
    ? context.replicaSets.find((candidate) => podTemplateHashOf(candidate) === stableHash)
    : undefined;
  const isKnown = ({ metadata }: ReplicaSet) =>
    metadata.name === newReplicaSet?.metadata.name || metadata.name === stable?.metadata.name;
  if (newReplicaSet) context.newReplicaSet = newReplicaSet;
  if (stable) context.stableReplicaSet = stable;
  context.otherReplicaSets = context.replicaSets.filter((candidate) => !isKnown(candidate));
  if (isFullyPromoted(context.rollout) && isAborted(context.rollout.status ?? {}, context.pause)) {
    context.pause.removeAbort = true;
  }
}

/** Puts a written ReplicaSet in the place of the read one. */
export function replaceReplicaSet(context: RolloutContext, written: ReplicaSet): void {
  const replace = (candidate: ReplicaSet) =>
    candidate.metadata.name === written.metadata.name ? written : candidate;
  context.replicaSets = context.replicaSets.map(replace);
  context.otherReplicaSets = context.otherReplicaSets.map(replace);
  if (context.newReplicaSet) context.newReplicaSet = replace(context.newReplicaSet);
  if (context.stableReplicaSet) context.stableReplicaSet = replace(context.stableReplicaSet);
}

export function listPodsOf({ store, rollout }: RolloutContext, { metadata }: ReplicaSet): Pod[] {
  const { namespace } = rollout.metadata;
  return store.list<Pod>("pods", {
    ...(namespace === undefined ? {} : { namespace }),
    ownerUid: metadata.uid,
  });
}

/** Asks for another look; the soonest request wins. */
export function requeueAfter(context: RolloutContext, delayMs: number): void {
  context.requeueAfterMs = Math.min(context.requeueAfterMs ?? Number.POSITIVE_INFINITY, Math.max(0, delayMs));
}

export function isContextAborted(context: RolloutContext): boolean {
  return isAborted(context.rollout.status ?? {}, context.pause);
}

export function canaryReplicaSets(context: RolloutContext): CanaryReplicaSets {
  const { newReplicaSet, stableReplicaSet, otherReplicaSets } = context;
  return {
    ...(newReplicaSet ? { canary: newReplicaSet } : {}),
    ...(stableReplicaSet ? { stable: stableReplicaSet } : {}),
    others: otherReplicaSets,
  };
}

export function isContextFastRollback(context: RolloutContext): boolean {
  const { rollout, newReplicaSet, stableReplicaSet, replicaSets } = context;
  return isFastRollback(rollout, newReplicaSet, stableReplicaSet, replicaSets);
}

export function isContextWithinRollbackWindow(context: RolloutContext): boolean {
  const { rollout, newReplicaSet, stableReplicaSet, replicaSets } = context;
  return isRollbackWithinWindow(rollout, newReplicaSet, stableReplicaSet, replicaSets);
}

export function recordEvent(
  context: RolloutContext,
  reason: string,
  message: string,
  type: "Normal" | "Warning" = "Normal",
): void {
  context.record(context.rollout, { type, reason, message });
}
