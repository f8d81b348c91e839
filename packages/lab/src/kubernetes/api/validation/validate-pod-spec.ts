import { isDeepStrictEqual } from "node:util";
import { type JsonObject, numberAt, objectsAt, readPath } from "../../store/read-path.ts";
import type { StatusCause } from "../../store/status-error.ts";
import { duplicate, forbiddenField, invalidValue, required } from "./field-causes.ts";
import { isLabelName } from "./validate-metadata.ts";

function validateContainer(container: JsonObject, field: string): StatusCause[] {
  const causes: StatusCause[] = [];
  const { name, image } = container;
  if (!name) causes.push(required(`${field}.name`));
  else if (!isLabelName(String(name))) {
    causes.push(
      invalidValue(
        `${field}.name`,
        name,
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-'",
      ),
    );
  }
  if (!image) causes.push(required(`${field}.image`));
  else if (String(image).trim() !== image) {
    causes.push(invalidValue(`${field}.image`, image, "must not have leading or trailing whitespace"));
  }
  for (const [index, port] of objectsAt(container, ["ports"]).entries()) {
    const number = numberAt(port, ["containerPort"]);
    const portField = `${field}.ports[${index}].containerPort`;
    if (number === undefined) causes.push(required(portField));
    else if (number < 1 || number > 65_535) {
      causes.push(invalidValue(portField, number, "must be between 1 and 65535, inclusive"));
    }
  }
  return causes;
}

/** Faults of a pod's spec; `field` is where it stands, e.g. `spec.template.spec`. */
export function validatePodSpec(spec: unknown, field: string): StatusCause[] {
  const containers = objectsAt(spec, ["containers"]);
  if (containers.length === 0) return [required(`${field}.containers`)];
  const causes = containers.flatMap((container, index) =>
    validateContainer(container, `${field}.containers[${index}]`),
  );
  const names = new Set<unknown>();
  for (const [index, { name }] of containers.entries()) {
    if (names.has(name)) causes.push(duplicate(`${field}.containers[${index}].name`, name));
    names.add(name);
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
