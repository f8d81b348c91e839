import { kubeTime } from "../../controllers/pod.ts";
import { controllerReference } from "../../store/controller-reference.ts";
import type { NewKubeObject, ObjectMeta } from "../../store/object-store.ts";
import {
  DESIRED_REPLICAS_ANNOTATION,
  desiredReplicas,
  hasScaleDownDeadline,
  POD_TEMPLATE_HASH_LABEL,
  podTemplateHashOf,
  REVISION_ANNOTATION,
  REVISION_HISTORY_ANNOTATION,
  type ReplicaSet,
  revisionOf,
  SCALE_DOWN_DEADLINE_ANNOTATION,
} from "../model/replica-set-object.ts";
import { replicasOf } from "../model/rollout-defaults.ts";
import type { Rollout } from "../model/rollout-object.ts";
import { isSameTemplate, podTemplateHash } from "../model/template-hash.ts";
import { withCondition } from "../status/condition-list.ts";
import { withoutEphemeralMetadata } from "./ephemeral-metadata.ts";
import { type RolloutContext, recordEvent, replaceReplicaSet } from "./rollout-context.ts";
import { writeRolloutRevision, writeRolloutStatus } from "./rollout-writes.ts";

/** The ReplicaSet of the Rollout's present template: by hash, else by content (created under another hash rule). */
export function findNewReplicaSet({ rollout, replicaSets }: RolloutContext): ReplicaSet | undefined {
  const template = rollout.spec.template ?? {};
  const hash = podTemplateHash(template, rollout.status?.collisionCount);
  return (
    replicaSets.find((candidate) => podTemplateHashOf(candidate) === hash) ??
    replicaSets.find((candidate) => isSameTemplate(withoutEphemeralMetadata(candidate), template))
  );
}

/** §3.1 step 2: with no pods yet, one revision above all others. A name that is taken changes the hash. */
export function createNewReplicaSet(context: RolloutContext): void {
  const { rollout, store } = context;
  const { collisionCount } = rollout.status ?? {};
  const hash = podTemplateHash(rollout.spec.template ?? {}, collisionCount);
  const { name, namespace = null } = rollout.metadata;
  if (store.find("replicasets.apps", namespace, `${name}-${hash}`)) {
    writeRolloutStatus(context, { ...rollout.status, collisionCount: (collisionCount ?? 0) + 1 });
    return;
  }
  const revision = String(Math.max(0, ...context.replicaSets.map(revisionOf)) + 1);
  const created = store.create<ReplicaSet>("replicasets.apps", newReplicaSet(rollout, hash, revision));
  context.replicaSets = [...context.replicaSets, created];
  context.newReplicaSet = created;
  announceReplicaSet(context, created, revision);
}

function newReplicaSet(rollout: Rollout, hash: string, revision: string): NewKubeObject<ReplicaSet> {
  const { name, namespace } = rollout.metadata;
  const template = rollout.spec.template ?? {};
  const labels = { ...template.metadata?.labels, [POD_TEMPLATE_HASH_LABEL]: hash };
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      annotations: {
        [REVISION_ANNOTATION]: revision,
        [DESIRED_REPLICAS_ANNOTATION]: String(replicasOf(rollout)),
      },
      ownerReferences: [controllerReference(rollout)],
    },
    spec: {
      replicas: 0,
      ...(rollout.spec.minReadySeconds ? { minReadySeconds: rollout.spec.minReadySeconds } : {}),
      selector: {
        matchLabels: { ...rollout.spec.selector?.matchLabels, [POD_TEMPLATE_HASH_LABEL]: hash },
      },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

function announceReplicaSet(context: RolloutContext, created: ReplicaSet, revision: string): void {
  writeRolloutRevision(context, revision);
  const message = `Created ReplicaSet ${created.metadata.name} (revision ${revision})`;
  recordEvent(context, "NewReplicaSetCreated", message);
  const conditions = withCondition(
    context.rollout.status?.conditions ?? [],
    {
      type: "Progressing",
      status: "True",
      reason: "NewReplicaSetCreated",
      message: `Created new replica set "${created.metadata.name}"`,
    },
    context.nowMs,
  );
  writeRolloutStatus(context, { ...context.rollout.status, conditions });
}

/**
 * The new ReplicaSet gets the highest revision; a number it had before goes to its history.
 * @returns whether the Rollout itself was written.
 */
export function syncRevision(context: RolloutContext, newReplicaSet: ReplicaSet): boolean {
  const { rollout, replicaSets, nowMs } = context;
  const others = replicaSets.filter(({ metadata }) => metadata.name !== newReplicaSet.metadata.name);
  const revision = Math.max(0, ...others.map(revisionOf)) + 1;
  const current = revisionOf(newReplicaSet);
  const { minReadySeconds } = rollout.spec;
  if (current < revision || (newReplicaSet.spec.minReadySeconds ?? 0) !== (minReadySeconds ?? 0)) {
    const history = newReplicaSet.metadata.annotations?.[REVISION_HISTORY_ANNOTATION];
    const raised =
      current < revision
        ? {
            [REVISION_ANNOTATION]: String(revision),
            ...(current > 0
              ? { [REVISION_HISTORY_ANNOTATION]: history ? `${history},${current}` : String(current) }
              : {}),
          }
        : {};
    updateReplicaSet(context, withAnnotations(newReplicaSet, raised), {
      minReadySeconds: minReadySeconds ?? 0,
    });
  }
  const written = writeRolloutRevision(context, String(Math.max(current, revision)));
  if (rollout.status?.conditions?.some(({ type }) => type === "Progressing")) return written;
  const found = {
    type: "Progressing",
    status: "True" as const,
    reason: "FoundNewReplicaSet",
    message: `Found new replica set "${newReplicaSet.metadata.name}"`,
  };
  const conditions = withCondition(rollout.status?.conditions ?? [], found, nowMs);
  return writeRolloutStatus(context, { ...context.rollout.status, conditions }) || written;
}

/**
 * Sets `spec.replicas` and the desired-replicas annotation, by which scaling events are told apart.
 * A full scale-down also takes the deadline away, unless `keepDeadline`.
 * @returns whether the size changed.
 */
export function scaleReplicaSet(
  context: RolloutContext,
  replicaSet: ReplicaSet,
  replicas: number,
  options: { keepDeadline?: boolean } = {},
): boolean {
  const desired = String(replicasOf(context.rollout));
  const from = desiredReplicas(replicaSet);
  const isAnnotated = replicaSet.metadata.annotations?.[DESIRED_REPLICAS_ANNOTATION] === desired;
  if (from === replicas && isAnnotated) return false;
  let updated = withAnnotations(replicaSet, { [DESIRED_REPLICAS_ANNOTATION]: desired });
  if (replicas === 0 && !options.keepDeadline) updated = withoutDeadline(updated);
  updateReplicaSet(context, updated, { replicas });
  if (from === replicas) return false;
  const direction = from < replicas ? "up" : "down";
  const target = `ReplicaSet ${replicaSet.metadata.name} (revision ${revisionOf(replicaSet)})`;
  recordEvent(context, "ScalingReplicaSet", `Scaled ${direction} ${target} from ${from} to ${replicas}`);
  return true;
}

export function addScaleDownDeadline(
  context: RolloutContext,
  replicaSet: ReplicaSet,
  delaySeconds: number,
): void {
  const deadline = kubeTime(context.nowMs + delaySeconds * 1000);
  updateReplicaSet(context, withAnnotations(replicaSet, { [SCALE_DOWN_DEADLINE_ANNOTATION]: deadline }));
}

export function removeScaleDownDeadline(context: RolloutContext, replicaSet: ReplicaSet): void {
  if (hasScaleDownDeadline(replicaSet)) updateReplicaSet(context, withoutDeadline(replicaSet));
}

/** Milliseconds until a deadline; `undefined` when there is none or it has passed. */
export function remainingUntilDeadlineMs(replicaSet: ReplicaSet, nowMs: number): number | undefined {
  const deadline = replicaSet.metadata.annotations?.[SCALE_DOWN_DEADLINE_ANNOTATION];
  const remainingMs = deadline === undefined ? Number.NaN : Date.parse(deadline) - nowMs;
  return remainingMs > 0 ? remainingMs : undefined;
}

function updateReplicaSet(
  context: RolloutContext,
  replicaSet: ReplicaSet,
  spec: Partial<ReplicaSet["spec"]> = {},
): void {
  const written = context.store.update<ReplicaSet>("replicasets.apps", {
    ...replicaSet,
    spec: { ...replicaSet.spec, ...spec },
  });
  replaceReplicaSet(context, written);
}

function withAnnotations(replicaSet: ReplicaSet, annotations: Record<string, string>): ReplicaSet {
  const metadata: ObjectMeta = {
    ...replicaSet.metadata,
    annotations: { ...replicaSet.metadata.annotations, ...annotations },
  };
  return { ...replicaSet, metadata };
}

function withoutDeadline(replicaSet: ReplicaSet): ReplicaSet {
  const { [SCALE_DOWN_DEADLINE_ANNOTATION]: _deadline, ...annotations } =
    replicaSet.metadata.annotations ?? {};
  return { ...replicaSet, metadata: { ...replicaSet.metadata, annotations } };
}
