import type { KubeObject } from "./object-store.ts";
import { toTimestamp } from "./object-writes.ts";

/** Who writes, as `metadata.managedFields` will say. */
export interface FieldManager {
  name: string;
  operation: "Update" | "Apply";
  subresource?: string;
}

interface ManagedFieldsEntry {
  manager: string;
  operation: string;
  subresource?: string;
  apiVersion: string;
  time: string;
  fieldsType: "FieldsV1";
  fieldsV1: Record<string, unknown>;
}

const isSameWriter = (entry: ManagedFieldsEntry, manager: FieldManager) =>
  entry.manager === manager.name &&
  entry.operation === manager.operation &&
  entry.subresource === manager.subresource;

/**
 * The object with the writer's entry brought up to date: one entry a manager, and only the top-level fields in it.
 * Ownership of single fields is not tracked: server-side apply in the lab is a merge without conflicts.
 */
export function withManagedFields(object: KubeObject, manager: FieldManager, nowMs: number): KubeObject {
  const entries = (object.metadata.managedFields ?? []) as ManagedFieldsEntry[];
  const touched = manager.subresource
    ? [manager.subresource]
    : Object.keys(object).filter((key) => !["apiVersion", "kind", "status"].includes(key));
  const entry: ManagedFieldsEntry = {
    manager: manager.name,
    operation: manager.operation,
    ...(manager.subresource ? { subresource: manager.subresource } : {}),
    apiVersion: object.apiVersion,
    time: toTimestamp(nowMs),
    fieldsType: "FieldsV1",
    fieldsV1: Object.fromEntries(touched.map((key) => [`f:${key}`, {}])),
  };
  const others = entries.filter((existing) => !isSameWriter(existing, manager));
  return { ...object, metadata: { ...object.metadata, managedFields: [...others, entry] } };
}
