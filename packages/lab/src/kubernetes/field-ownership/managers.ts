import type { KubeObject } from "../store/object-store.ts";
import { toTimestamp } from "../store/object-writes.ts";
import { isJsonObject } from "../store/read-path.ts";
import { badRequest } from "../store/status-error.ts";
import { type FieldSet, fromFieldsV1, isEmptySet, isSameSet, toFieldsV1 } from "./field-set.ts";

/** Who writes, as `metadata.managedFields` will say. */
export interface FieldManager {
  name: string;
  operation: "Update" | "Apply";
  subresource?: string;
}

/** A manager and what it owns. */
export interface Ownership {
  manager: FieldManager;
  apiVersion: string;
  time?: string;
  fields: FieldSet;
}

export const isSameManager = (left: FieldManager, right: FieldManager): boolean =>
  left.name === right.name && left.operation === right.operation && left.subresource === right.subresource;

function readEntry(entry: unknown): Ownership {
  const {
    manager = "",
    operation,
    subresource,
    apiVersion = "",
    time,
    fieldsType,
    fieldsV1,
  } = (isJsonObject(entry) ? entry : {}) as Record<string, string | undefined>;
  if (operation !== "Update" && operation !== "Apply") {
    throw badRequest('metadata.managedFields: Invalid value: "": must be `Update` or `Apply`');
  }
  if (fieldsType !== undefined && fieldsType !== "FieldsV1") {
    throw badRequest(
      `metadata.managedFields: Invalid value: ${JSON.stringify(fieldsType)}: must be \`FieldsV1\``,
    );
  }
  return {
    manager: { name: manager, operation, ...(subresource ? { subresource } : {}) },
    apiVersion,
    ...(time ? { time } : {}),
    fields: fromFieldsV1(fieldsV1),
  };
}

/** Who owns what, from `metadata.managedFields`. One empty entry means that nobody owns anything. */
export function readOwnerships(managedFields: readonly unknown[] | undefined): Ownership[] {
  const entries = managedFields ?? [];
  const isReset = entries.length === 1 && isJsonObject(entries[0]) && Object.keys(entries[0]).length === 0;
  return isReset ? [] : entries.map(readEntry);
}

/** `metadata.managedFields`: those who apply first, then by age. Who owns nothing is left out. */
export function toManagedFields(ownerships: readonly Ownership[]): object[] {
  return ownerships
    .filter(({ fields }) => !isEmptySet(fields))
    .toSorted(
      (left, right) =>
        left.manager.operation.localeCompare(right.manager.operation) ||
        (left.time ?? "").localeCompare(right.time ?? ""),
    )
    .map(({ manager, apiVersion, time, fields }) => ({
      manager: manager.name,
      operation: manager.operation,
      apiVersion,
      ...(time ? { time } : {}),
      fieldsType: "FieldsV1",
      fieldsV1: toFieldsV1(fields),
      ...(manager.subresource ? { subresource: manager.subresource } : {}),
    }));
}

/** The object with these `managedFields`; without any where nobody owns anything. */
export function withManagedFields(object: KubeObject, entries: readonly object[]): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: { ...metadata, ...(entries.length > 0 ? { managedFields: [...entries] } : {}) },
  };
}

/** The ownerships with what a manager owns now; its time moves only when that changed. */
export function withOwnership(
  ownerships: readonly Ownership[],
  { manager, apiVersion, fields }: Omit<Ownership, "time">,
  nowMs: number,
): Ownership[] {
  const known = ownerships.find((other) => isSameManager(other.manager, manager));
  const time = known && isSameSet(known.fields, fields) ? known.time : toTimestamp(nowMs);
  const others = ownerships.filter((other) => other !== known);
  return [...others, { manager, apiVersion, ...(time ? { time } : {}), fields }];
}
