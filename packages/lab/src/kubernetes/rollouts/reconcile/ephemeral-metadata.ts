import { isDeepStrictEqual } from "node:util";
import type { Pod } from "../../controllers/pod.ts";
import type { ObjectMeta } from "../../store/object-store.ts";
import {
  desiredReplicas,
  EPHEMERAL_METADATA_ANNOTATION,
  podTemplateHashOf,
  type ReplicaSet,
} from "../model/replica-set-object.ts";
import type { PodTemplate, PodTemplateMetadata } from "../model/rollout-object.ts";
import { listPodsOf, type RolloutContext, replaceReplicaSet } from "./rollout-context.ts";

type Texts = Record<string, string>;

/**
 * §3.1 step 9: puts `canaryMetadata` and `stableMetadata` into the templates of the ReplicaSets and onto their pods, and takes
 * away what it had put there. An annotation of the ReplicaSet says what that is.
 */
export function syncEphemeralMetadata(context: RolloutContext): void {
  const { rollout, newReplicaSet, stableReplicaSet, otherReplicaSets } = context;
  const { canaryMetadata, stableMetadata } = rollout.spec.strategy?.canary ?? {};
  if (!canaryMetadata && !stableMetadata) return;
  const { stableRS } = rollout.status ?? {};
  const isFullyRolledOut = !stableRS || stableRS === podTemplateHashOf(newReplicaSet);
  sync(context, newReplicaSet, isFullyRolledOut ? stableMetadata : canaryMetadata);
  if (!isFullyRolledOut) sync(context, stableReplicaSet, stableMetadata);
  for (const other of otherReplicaSets) sync(context, other, undefined);
}

/** The template of a ReplicaSet without what was put into it: what a Rollout's is compared with. */
export function withoutEphemeralMetadata({ metadata, spec }: ReplicaSet): PodTemplate {
  const had = readNoted(metadata.annotations);
  return { ...spec.template, metadata: inject(spec.template.metadata ?? {}, had, {}) };
}

function readNoted(annotations: Texts = {}): PodTemplateMetadata {
  const { [EPHEMERAL_METADATA_ANNOTATION]: text } = annotations;
  return text === undefined ? {} : (JSON.parse(text) as PodTemplateMetadata);
}

function sync(
  context: RolloutContext,
  replicaSet: ReplicaSet | undefined,
  wanted: PodTemplateMetadata | undefined,
): void {
  if (!replicaSet) return;
  const { [EPHEMERAL_METADATA_ANNOTATION]: _noted, ...annotations } = replicaSet.metadata.annotations ?? {};
  const had = readNoted(replicaSet.metadata.annotations);
  const { template } = replicaSet.spec;
  const metadata = inject(template.metadata ?? {}, had, wanted ?? {});
  if (isDeepStrictEqual(metadata, template.metadata ?? {})) return;
  const noted = wanted
    ? { ...annotations, [EPHEMERAL_METADATA_ANNOTATION]: JSON.stringify(wanted) }
    : annotations;
  const written = context.store.update<ReplicaSet>("replicasets.apps", {
    ...replicaSet,
    metadata: { ...replicaSet.metadata, annotations: noted },
    spec: { ...replicaSet.spec, template: { ...template, metadata } },
  });
  replaceReplicaSet(context, written);
  if (desiredReplicas(written) > 0)
    for (const pod of listPodsOf(context, written)) relabel(context, pod, had, wanted);
}

function relabel(
  { store }: RolloutContext,
  pod: Pod,
  had: PodTemplateMetadata,
  wanted: PodTemplateMetadata | undefined,
): void {
  const metadata = { ...pod.metadata, ...inject(pod.metadata, had, wanted ?? {}) };
  if (!isDeepStrictEqual(metadata, pod.metadata)) store.update<Pod>("pods", { ...pod, metadata });
}

function inject<Meta extends Pick<ObjectMeta, "labels" | "annotations">>(
  metadata: Meta,
  had: PodTemplateMetadata,
  wanted: PodTemplateMetadata,
): Meta {
  const { labels, annotations, ...rest } = metadata;
  const replaced = {
    labels: exchange(labels, had.labels, wanted.labels),
    annotations: exchange(annotations, had.annotations, wanted.annotations),
  };
  const kept = Object.entries(replaced).filter(([, texts]) => Object.keys(texts).length > 0);
  return { ...rest, ...Object.fromEntries(kept) } as Meta;
}

function exchange(texts: Texts = {}, had: Texts = {}, wanted: Texts = {}): Texts {
  const kept = Object.entries(texts).filter(([key]) => had[key] === undefined);
  return { ...Object.fromEntries(kept), ...wanted };
}
