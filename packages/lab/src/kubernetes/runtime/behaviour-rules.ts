import type { PodTemplateSpec } from "../controllers/pod.ts";

/** How the software in a pod behaves; what is absent is healthy. */
export interface PodBehaviour {
  /** From the start of the main container until it can serve; the readiness probe adds its own delay. */
  startupMs?: number;
  /** The main container ends this long after every start. */
  crash?: { afterMs: number; exitCode: number; reason: "Error" | "OOMKilled" };
  /** The readiness probe fails although the process runs. */
  neverReady?: boolean;
  /** The image cannot be pulled. */
  imageMissing?: boolean;
  /** Share of requests that fail, 0–1. */
  errorRate?: number;
  latencyP95Ms?: number;
  /** What the main container writes, on average; from its start, so that it belongs to the rules of a release. */
  logLinesPerSecond?: number;
  /** Multiplies the load that the pod would have. */
  cpuFactor?: number;
  memoryFactor?: number;
}

export interface BehaviourRule {
  namespace?: string;
  /** Labels that must all match. */
  labels?: Record<string, string>;
  /** The tag of the first container's image. */
  imageTag?: string;
  annotations?: Record<string, string>;
  behaviour: PodBehaviour;
}

/** What rules look at: a pod, or a template of one. */
export type BehaviourSubject = { metadata?: PodTemplateSpec["metadata"] & { namespace?: string } } & {
  spec: { containers: { image: string }[] };
};

/** The rules in force; scenarios put them in and take them out by name. */
export interface BehaviourRules {
  set(name: string, rule: BehaviourRule): void;
  remove(name: string): void;
  clear(): void;
  /** Rules merge in the order in which they were set: the later wins. */
  behaviourOf(subject: BehaviourSubject): PodBehaviour;
  subscribe(listener: () => void): () => void;
}

export function createBehaviourRules(initial: Record<string, BehaviourRule> = {}): BehaviourRules {
  const rules = new Map(Object.entries(initial));
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  return {
    set(name, rule) {
      rules.delete(name);
      rules.set(name, rule);
      changed();
    },
    remove(name) {
      if (rules.delete(name)) changed();
    },
    clear() {
      rules.clear();
      changed();
    },
    behaviourOf(subject) {
      let behaviour: PodBehaviour = {};
      for (const rule of rules.values()) {
        if (matches(rule, subject)) behaviour = { ...behaviour, ...rule.behaviour };
      }
      return behaviour;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** `1.4.2` of `registry.lab/horizon-api-gateway:1.4.2@sha256:…`. */
export function imageTag(image: string): string {
  const withoutDigest = image.split("@")[0] ?? "";
  const name = withoutDigest.slice(withoutDigest.lastIndexOf("/") + 1);
  return name.includes(":") ? name.slice(name.indexOf(":") + 1) : "latest";
}

function matches(rule: BehaviourRule, { metadata, spec }: BehaviourSubject): boolean {
  const has = (wanted: Record<string, string> | undefined, actual: Record<string, string> | undefined) =>
    Object.entries(wanted ?? {}).every(([key, value]) => actual?.[key] === value);
  return (
    (rule.namespace === undefined || rule.namespace === metadata?.namespace) &&
    (rule.imageTag === undefined || rule.imageTag === imageTag(spec.containers[0]?.image ?? "")) &&
    has(rule.labels, metadata?.labels) &&
    has(rule.annotations, metadata?.annotations)
  );
}
