import {
  deploymentHashLabel,
  type PodTemplateSpec,
  type ReplicaSet,
  rolloutHashLabel,
} from "../kubernetes/workload.ts";
import { withoutInjectedAntiAffinity } from "./without-injected-anti-affinity.ts";

/** Argo Rollouts notes here what it put into the template of a ReplicaSet (canaryMetadata, stableMetadata), as JSON. */
const injectedAnnotation = "rollout.argoproj.io/ephemeral-metadata";

type Texts = Record<string, string>;

/** The template without the hash labels that controllers add. */
export function withoutHashLabels(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const {
    [deploymentHashLabel]: _deployment,
    [rolloutHashLabel]: _rollout,
    ...labels
  } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels } };
}

/**
 * The template of a revision as a person wrote it: without the hash labels, without what says of its pods that they are the
 * canary or stable, and without the rule that keeps them off each other's nodes. With any of it this would be another template, and
 * going back to it a canary of its own. (`kubectl argo rollouts undo` leaves it in.)
 */
export function writtenTemplate({ metadata, spec }: ReplicaSet): PodTemplateSpec {
  const filled = withoutHashLabels(spec.template);
  const template = filled.spec ? { ...filled, spec: withoutInjectedAntiAffinity(filled.spec) } : filled;
  const injected = readInjected(metadata.annotations?.[injectedAnnotation]);
  if (injected === null) return template;
  const { annotations, labels = {}, ...rest } = template.metadata ?? {};
  const written = without(annotations ?? {}, injected.annotations);
  const hasAnnotations = Object.keys(written).length > 0;
  return {
    ...template,
    metadata: {
      ...rest,
      labels: without(labels, injected.labels),
      ...(hasAnnotations ? { annotations: written } : {}),
    },
  };
}

function readInjected(text: string | undefined): { labels?: Texts; annotations?: Texts } | null {
  if (text === undefined) return null;
  try {
    return JSON.parse(text) as { labels?: Texts; annotations?: Texts } | null;
  } catch {
    // Nobody but the controller writes it; what cannot be read is left in the template, and the template counts as another.
    return null;
  }
}

function without(texts: Texts, injected: Texts | undefined): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([key]) => injected?.[key] === undefined));
}
