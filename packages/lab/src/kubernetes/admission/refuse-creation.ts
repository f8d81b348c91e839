import type { KubeObject } from "../store/object-store.ts";
import type { ResourceKind } from "../store/resource-kind.ts";
import { StatusError } from "../store/status-error.ts";

/** 403 for an object that may be written and is not admitted. A name that was to be made up is not made up yet. */
export function refuseCreation(kind: ResourceKind, { metadata }: KubeObject, why: string): StatusError {
  const name = metadata.generateName ?? metadata.name;
  const details = { name, ...(kind.group ? { group: kind.group } : {}), kind: kind.plural };
  return new StatusError(
    "Forbidden",
    `${kind.resource} ${JSON.stringify(name)} is forbidden: ${why}`,
    details,
  );
}
