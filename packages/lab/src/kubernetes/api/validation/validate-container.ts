import { parseQuantity } from "../../controllers/quantity.ts";
import {
  isJsonObject,
  type JsonObject,
  numberAt,
  objectsAt,
  readPath,
  textAt,
} from "../../store/read-path.ts";
import type { StatusCause } from "../../store/status-error.ts";
import { duplicate, invalidValue, notFoundValue, notSupported, required } from "./field-causes.ts";
import { isLabelName } from "./validate-metadata.ts";

const LABEL_WORDS = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-'";
const PORT_WORDS = "must be between 1 and 65535, inclusive";

function validatePorts(container: JsonObject, field: string): StatusCause[] {
  const names = new Set<unknown>();
  return objectsAt(container, ["ports"]).flatMap((port, index) => {
    const place = `${field}.ports[${index}]`;
    const number = numberAt(port, ["containerPort"]);
    const causes: StatusCause[] = [];
    if (number === undefined) causes.push(required(`${place}.containerPort`));
    else if (number < 1 || number > 65_535)
      causes.push(invalidValue(`${place}.containerPort`, number, PORT_WORDS));
    const { name, protocol = "TCP" } = port;
    if (typeof name === "string" && (name.length > 15 || !isLabelName(name))) {
      causes.push(invalidValue(`${place}.name`, name, "must be no more than 15 characters"));
    }
    if (name && names.has(name)) causes.push(duplicate(`${place}.name`, name));
    names.add(name);
    const protocols = ["SCTP", "TCP", "UDP"];
    if (!protocols.includes(String(protocol)))
      causes.push(notSupported(`${place}.protocol`, protocol, protocols));
    return causes;
  });
}

/** Nothing may be requested beyond its limit. */
function validateResources(container: JsonObject, field: string): StatusCause[] {
  const limits = readPath(container, ["resources", "limits"]);
  const requests = readPath(container, ["resources", "requests"]);
  if (!isJsonObject(limits) || !isJsonObject(requests)) return [];
  return Object.entries(requests).flatMap(([resource, request]) => {
    const limit = limits[resource];
    if (limit === undefined || parseQuantity(String(request)) <= parseQuantity(String(limit))) return [];
    const why = `must be less than or equal to ${resource} limit of ${limit}`;
    return [invalidValue(`${field}.resources.requests`, request, why)];
  });
}

function validateMounts(container: JsonObject, field: string, volumes: ReadonlySet<unknown>): StatusCause[] {
  return objectsAt(container, ["volumeMounts"]).flatMap(({ name, mountPath }, index) => {
    const place = `${field}.volumeMounts[${index}]`;
    const causes = mountPath ? [] : [required(`${place}.mountPath`)];
    if (!name) return [...causes, required(`${place}.name`)];
    return volumes.has(name) ? causes : [...causes, notFoundValue(`${place}.name`, name)];
  });
}

const validateEnvironment = (container: JsonObject, field: string): StatusCause[] =>
  objectsAt(container, ["env"]).flatMap(({ name }, index) =>
    name ? [] : [required(`${field}.env[${index}].name`)],
  );

/** Faults of a container; `volumes` are the names that it may mount. */
export function validateContainer(
  container: JsonObject,
  field: string,
  volumes: ReadonlySet<unknown>,
): StatusCause[] {
  const causes: StatusCause[] = [];
  const { name, image } = container;
  if (!name) causes.push(required(`${field}.name`));
  else if (!isLabelName(String(name))) causes.push(invalidValue(`${field}.name`, name, LABEL_WORDS));
  if (!image) causes.push(required(`${field}.image`));
  else if (String(image).trim() !== image) {
    causes.push(invalidValue(`${field}.image`, image, "must not have leading or trailing whitespace"));
  }
  const policies = ["Always", "IfNotPresent", "Never"];
  const policy = textAt(container, ["imagePullPolicy"]);
  if (policy && !policies.includes(policy))
    causes.push(notSupported(`${field}.imagePullPolicy`, policy, policies));
  return [
    ...causes,
    ...validatePorts(container, field),
    ...validateEnvironment(container, field),
    ...validateResources(container, field),
    ...validateMounts(container, field, volumes),
  ];
}
