import type { PodRef, WorkloadRef } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import { type KubeObject, resourcePath, resourceTypes } from "@horizon/k8s";
import type { Estate } from "./estate.ts";

const types = {
  Rollout: resourceTypes.rollouts,
  Deployment: resourceTypes.deployments,
  Pod: resourceTypes.pods,
} as const;

/**
 * The object as the API server has it now, not as the cache has it: what an action is decided on.
 *
 * @throws AppError NOT_FOUND, also for a namespace of another environment; UPSTREAM_* when the server does not answer.
 */
export async function getLiveObject(
  estate: Estate,
  { environment, kind, namespace, name }: WorkloadRef | PodRef,
  signal?: AbortSignal,
): Promise<KubeObject> {
  const { client } = estate.getCluster(environment);
  if (!estate.getEnvironment(environment).info.namespaces.includes(namespace)) {
    throw new AppError("NOT_FOUND", `There is no ${kind} ${namespace}/${name} in ${environment}.`);
  }
  const path = resourcePath(types[kind], { namespace, name });
  return client.request<KubeObject>(signal ? { path, signal } : { path });
}
