import type { RolloutRef, WorkloadRef } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import type { Workload } from "@horizon/k8s";
import type { ConnectedCluster, Estate } from "./estate.ts";

/**
 * The workload as cached. A namespace of another environment is as unknown as one that does not exist.
 *
 * @throws AppError NOT_FOUND; UPSTREAM_UNAVAILABLE when the environment's cluster is misconfigured or was never read.
 */
export function getCachedWorkload(
  estate: Estate,
  { environment, kind, namespace, name }: WorkloadRef,
): { cluster: ConnectedCluster; workload: Workload } {
  const cluster = estate.getCluster(environment);
  const isInside = estate.getEnvironment(environment).info.namespaces.includes(namespace);
  const workload = isInside ? cluster.cache.index.findWorkloadByName(kind, namespace, name) : undefined;
  if (workload) return { cluster, workload };
  // What was never read is not known to be missing.
  if (isInside && cluster.cache.freshness(environment).asOf === null) {
    const message = `Cluster ${cluster.name} has not been read yet.`;
    throw new AppError("UPSTREAM_UNAVAILABLE", message, { publicMessage: message });
  }
  throw new AppError("NOT_FOUND", `There is no ${kind} ${namespace}/${name} in ${environment}.`);
}

/** As `getCachedWorkload`, for a Rollout. */
export function getCachedRollout(
  estate: Estate,
  ref: RolloutRef,
): { cluster: ConnectedCluster; workload: Extract<Workload, { kind: "Rollout" }> } {
  const { cluster, workload } = getCachedWorkload(estate, ref);
  if (workload.kind !== "Rollout")
    throw new AppError("NOT_FOUND", `There is no Rollout ${ref.namespace}/${ref.name}.`);
  return { cluster, workload };
}
