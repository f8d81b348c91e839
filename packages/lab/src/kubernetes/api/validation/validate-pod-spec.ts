import { isDeepStrictEqual } from "node:util";
import { type JsonObject, objectsAt, readPath, textAt } from "../../store/read-path.ts";
import type { StatusCause } from "../../store/status-error.ts";
import { duplicate, forbiddenField, notSupported, required } from "./field-causes.ts";
import { validateContainer } from "./validate-container.ts";

const RESTART_POLICIES = ["Always", "Never", "OnFailure"];

/**
 * Faults of a pod's spec; `field` is where it stands, e.g. `spec.template.spec`. A workload allows some restart
 * policies only.
 */
export function validatePodSpec(
  spec: unknown,
  field: string,
  restartPolicies: readonly string[] = RESTART_POLICIES,
): StatusCause[] {
  const containers = objectsAt(spec, ["containers"]);
  if (containers.length === 0) return [required(`${field}.containers`)];
  const volumes = new Set(objectsAt(spec, ["volumes"]).map(({ name }) => name));
  const names = new Set<unknown>();
  const causes: StatusCause[] = [];
  for (const list of ["initContainers", "containers"]) {
    for (const [index, container] of objectsAt(spec, [list]).entries()) {
      const place = `${field}.${list}[${index}]`;
      causes.push(...validateContainer(container, place, volumes));
      if (names.has(container.name)) causes.push(duplicate(`${place}.name`, container.name));
      names.add(container.name);
    }
  }
  const policy = textAt(spec, ["restartPolicy"]);
  if (policy && !restartPolicies.includes(policy)) {
    causes.push(notSupported(`${field}.restartPolicy`, policy, restartPolicies));
  }
  return causes;
}

const withoutImages = (containers: unknown) =>
  Array.isArray(containers) ? containers.map(({ image: _, ...rest }: JsonObject) => rest) : containers;

/** The parts of a running pod's spec that nobody may change. */
function fixedParts(spec: unknown) {
  const {
    containers,
    initContainers,
    tolerations,
    activeDeadlineSeconds,
    terminationGracePeriodSeconds,
    ...rest
  } = (spec ?? {}) as JsonObject;
  return { ...rest, containers: withoutImages(containers), initContainers: withoutImages(initContainers) };
}

export function validatePodUpdate(before: unknown, after: unknown): StatusCause[] {
  const isSame = isDeepStrictEqual(
    fixedParts(readPath(before, ["spec"])),
    fixedParts(readPath(after, ["spec"])),
  );
  if (isSame) return [];
  const why =
    "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";
  return [forbiddenField("spec", why)];
}
