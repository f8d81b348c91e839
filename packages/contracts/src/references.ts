import { z } from "zod";

/** RFC 1123 label, as Kubernetes demands of names that appear in URLs. */
const kubernetesName = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "is not a Kubernetes name");

export const environmentId = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/, "is not an environment id");

export const workloadKind = z.enum(["Rollout", "Deployment"]);
export type WorkloadKind = z.infer<typeof workloadKind>;

export const workloadRef = z.strictObject({
  environment: environmentId,
  kind: workloadKind,
  namespace: kubernetesName,
  name: kubernetesName,
});
export type WorkloadRef = z.infer<typeof workloadRef>;

export const rolloutRef = workloadRef.extend({ kind: z.literal("Rollout") });
export type RolloutRef = z.infer<typeof rolloutRef>;

export const podRef = z.strictObject({
  environment: environmentId,
  kind: z.literal("Pod"),
  namespace: kubernetesName,
  name: kubernetesName,
});
export type PodRef = z.infer<typeof podRef>;
