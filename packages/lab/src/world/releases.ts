import { podTemplate, VERSION_LABEL } from "../estate/pod-template.ts";
import { type CatalogService, getService } from "../estate/service-catalog.ts";
import type { PodTemplateSpec } from "../kubernetes/controllers/pod.ts";
import { isSpecObserved, type Rollout } from "../kubernetes/rollouts/model/rollout-object.ts";
import type { KubeObject, ObjectStore, ResourceName } from "../kubernetes/store/object-store.ts";

interface Workload extends KubeObject {
  spec: { template: PodTemplateSpec };
}

/** A workload of the estate and where it is. */
export interface WorkloadReference {
  store: ObjectStore;
  namespace: string;
  service: string;
}

/** The version that a workload asks for. */
export function versionOf(reference: WorkloadReference): string {
  const { workload } = getWorkload(reference);
  return workload.spec.template.metadata?.labels?.[VERSION_LABEL] ?? "";
}

/** `1.4.9` → `1.5.0` (minor) or `1.4.10` (patch). */
export function nextVersion(version: string, part: "minor" | "patch"): string {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return part === "minor" ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

/** Deploys a version, as the pipeline's `set image` would. Returns the function that puts back what was there. */
export function deployRelease(reference: WorkloadReference, version: string): () => void {
  const { workload } = getWorkload(reference);
  const before = workload.spec.template;
  setTemplate(reference, podTemplate(getService(reference.service), version), version);
  return () => setTemplate(reference, before, before.metadata?.labels?.[VERSION_LABEL] ?? version);
}

/** Whether a canary of this Rollout is under way, was left aborted, or is asked for and not yet seen by the controller. */
export function isMidCanary({ store, namespace, service }: WorkloadReference): boolean {
  const rollout = store.find<Rollout>("rollouts.argoproj.io", namespace, service);
  if (!rollout?.status) return false;
  const { stableRS, currentPodHash, abort } = rollout.status;
  return !isSpecObserved(rollout) || stableRS !== currentPodHash || abort === true;
}

/** Takes a canary to its end at once, as `kubectl argo rollouts promote --full` does. */
export function promoteFull({ store, namespace, service }: WorkloadReference): void {
  const rollout = store.find<Rollout>("rollouts.argoproj.io", namespace, service);
  if (!rollout || rollout.status?.stableRS === rollout.status?.currentPodHash) return;
  store.updateStatus<Rollout>("rollouts.argoproj.io", {
    ...rollout,
    status: { ...rollout.status, promoteFull: true },
  });
}

function setTemplate(reference: WorkloadReference, template: PodTemplateSpec, version: string): void {
  const { resource, workload } = getWorkload(reference);
  const annotations = {
    ...workload.metadata.annotations,
    "kubernetes.io/change-cause": `release ${version}`,
  };
  const metadata =
    resource === "deployments.apps" ? { ...workload.metadata, annotations } : workload.metadata;
  reference.store.update<Workload>(resource, { ...workload, metadata, spec: { ...workload.spec, template } });
}

function getWorkload({ store, namespace, service }: WorkloadReference): {
  resource: ResourceName;
  workload: Workload;
} {
  for (const resource of ["rollouts.argoproj.io", "deployments.apps"]) {
    const workload = store.find<Workload>(resource, namespace, service);
    if (workload) return { resource, workload };
  }
  throw new Error(`${namespace} has no workload "${service}"`);
}

/** The services that have an earlier release to deploy in round `round` of the history. */
export function releasesOfRound(
  services: readonly CatalogService[],
  round: number,
): { service: string; version: string }[] {
  return services.flatMap(({ name, releases }) => {
    const version = releases[round];
    return version === undefined ? [] : [{ service: name, version }];
  });
}
