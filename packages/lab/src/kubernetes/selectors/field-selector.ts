import type { KubeObject } from "../store/object-store.ts";
import { readPath } from "../store/read-path.ts";
import type { ResourceKind } from "../store/resource-kind.ts";
import { badRequest } from "../store/status-error.ts";

const EVENT_FIELDS = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"].map(
  (field) => `involvedObject.${field}`,
);

/** The fields that a real server selects by, beyond `metadata.name` and `metadata.namespace`. */
const FIELDS: Record<string, string[]> = {
  pods: [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "spec.hostNetwork",
    "status.phase",
    "status.podIP",
    "status.nominatedNodeName",
  ],
  events: [...EVENT_FIELDS, "reason", "reportingComponent", "source", "type"],
  nodes: ["spec.unschedulable"],
  namespaces: ["status.phase"],
  secrets: ["type"],
  "replicasets.apps": ["status.replicas"],
  "jobs.batch": ["status.successful"],
};

const readField = (object: KubeObject, field: string): string => {
  const value = readPath(object, field === "source" ? ["source", "component"] : field.split("."));
  return value === undefined || value === null ? "" : String(value);
};

/** A `fieldSelector` query: `status.phase=Running,metadata.name!=x`. An unknown field or operator: 400. */
export function parseFieldSelector(text: string, kind: ResourceKind): (object: KubeObject) => boolean {
  const known = ["metadata.name", "metadata.namespace", ...(FIELDS[kind.resource] ?? [])];
  const parts = text.split(",").filter((part) => part.trim() !== "");
  const terms = parts.map((part) => {
    const match = /^\s*([^=!\s]+)\s*(==|=|!=)(.*)$/.exec(part);
    if (!match) throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
    const [, field = "", operator, value = ""] = match;
    if (!known.includes(field)) throw badRequest(`field label not supported: ${field}`);
    return { field, isEqual: operator !== "!=", value };
  });
  return (object) =>
    terms.every(({ field, isEqual, value }) => (readField(object, field) === value) === isEqual);
}
