import { z } from "zod";
import { fieldChange } from "./actions.ts";
import { health } from "./health.ts";
import { environmentId, workloadKind } from "./references.ts";

export const hpaInfo = z.object({
  name: z.string(),
  minReplicas: z.number(),
  maxReplicas: z.number(),
  currentReplicas: z.number(),
  desiredReplicas: z.number(),
  /** Why it does not scale, in words; null while it works. */
  fault: z.string().nullable(),
  metrics: z.array(
    z.object({
      name: z.string(),
      current: z.number().nullable(),
      target: z.number(),
      /** A share of what the pods request, `63 of 70 %`; otherwise a plain value, such as the length of a queue. */
      isPercent: z.boolean(),
    }),
  ),
  conditions: z.array(
    z.object({ type: z.string(), status: z.string(), reason: z.string(), message: z.string() }),
  ),
});
export type HpaInfo = z.infer<typeof hpaInfo>;

export const workloadRow = z.object({
  /** The object's uid: the key of the row. */
  key: z.string(),
  environment: environmentId,
  kind: workloadKind,
  namespace: z.string(),
  name: z.string(),
  /** Label app.kubernetes.io/name or app, else the name. */
  service: z.string(),
  health,
  /** app.kubernetes.io/version of the template that serves, else the main image's tag; beside a canary the stable one's. */
  version: z.string(),
  /** Of the same template. */
  images: z.array(z.object({ container: z.string(), image: z.string() })),
  desired: z.number(),
  ready: z.number(),
  updated: z.number(),
  available: z.number(),
  restarts: z.number(),
  hpa: hpaInfo
    .pick({
      minReplicas: true,
      maxReplicas: true,
      currentReplicas: true,
      desiredReplicas: true,
      fault: true,
      metrics: true,
    })
    .nullable(),
  revision: z.number().nullable(),
  createdAt: z.iso.datetime(),
  resourceVersion: z.string(),
});
export type WorkloadRow = z.infer<typeof workloadRow>;

export const podRow = z.object({
  key: z.string(),
  environment: environmentId,
  namespace: z.string(),
  name: z.string(),
  /** `Rollout/api-gateway`; null for a pod without a known owner. */
  owner: z.string().nullable(),
  /** Name of the ReplicaSet, and its pod-template hash. */
  replicaSet: z.string().nullable(),
  podHash: z.string().nullable(),
  revision: z.number().nullable(),
  /** As kubectl's STATUS column: Running, CrashLoopBackOff, Init:0/1, Terminating… */
  status: z.string(),
  health,
  ready: z.number(),
  containers: z.number(),
  restarts: z.number(),
  node: z.string().nullable(),
  /** All whose logs can be read: the main ones first, then sidecars, init and ephemeral containers. */
  containerNames: z.array(z.string()),
  requests: z.object({ cpuMillis: z.number(), memoryMib: z.number() }),
  createdAt: z.iso.datetime(),
  /** Of one that is being deleted: when its grace period ends. */
  deletionDueAt: z.iso.datetime().nullable(),
});
export type PodRow = z.infer<typeof podRow>;

export const eventRow = z.object({
  key: z.string(),
  environment: environmentId,
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
  type: z.string(),
  reason: z.string(),
  message: z.string(),
  count: z.number(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
});
export type EventRow = z.infer<typeof eventRow>;

export const revisionInfo = z.object({
  revision: z.number(),
  replicaSet: z.string(),
  podHash: z.string(),
  images: z.array(z.object({ container: z.string(), image: z.string() })),
  version: z.string(),
  /** stable, canary (Rollouts); current (Deployments); previous otherwise. */
  role: z.enum(["stable", "canary", "current", "previous"]),
  replicas: z.number(),
  available: z.number(),
  createdAt: z.iso.datetime(),
  actor: z.string().nullable(),
  reason: z.string().nullable(),
});
export type RevisionInfo = z.infer<typeof revisionInfo>;

export const relation = z.object({
  kind: z.string(),
  name: z.string(),
  relation: z.string(),
  detail: z.string(),
  health: health.nullable(),
});
export type Relation = z.infer<typeof relation>;

/** Of a Deployment's or Rollout's status. */
export const workloadCondition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string(),
  message: z.string(),
  lastTransitionAt: z.string().nullable(),
});

export const workloadDetail = z.object({
  row: workloadRow,
  conditions: z.array(workloadCondition),
  revisions: z.array(revisionInfo),
  hpa: hpaInfo.nullable(),
  relations: z.array(relation),
  containers: z.array(z.object({ name: z.string(), image: z.string(), sidecar: z.boolean() })),
  /** Containers whose logs can be asked for: those of the template, and what its pods have beyond it. */
  logContainers: z.array(
    z.object({ name: z.string(), role: z.enum(["main", "sidecar", "init", "ephemeral"]) }),
  ),
});
export type WorkloadDetail = z.infer<typeof workloadDetail>;

export const revisionDiff = z.object({ from: z.number(), to: z.number(), changes: z.array(fieldChange) });
export type RevisionDiff = z.infer<typeof revisionDiff>;
