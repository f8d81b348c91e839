import { AppError } from "@horizon/errors";

/** An object of the scripted cluster; spec and status are what the test says. */
export interface ScriptedObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace: string;
    uid: string;
    resourceVersion: string;
    generation: number;
    creationTimestamp: string;
    [field: string]: unknown;
  };
  spec: Record<string, unknown>;
  status: Record<string, unknown>;
}

/** Applies an RFC 7396 merge patch; returns a new value. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const merged: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

/** Applies the JSON Patch operations `test`, `add` and `replace`. @throws AppError UPSTREAM_REJECTED for a failed test. */
export function jsonPatch(
  target: unknown,
  operations: { op: string; path: string; value: unknown }[],
): unknown {
  const result = structuredClone(target);
  for (const { op, path, value } of operations) {
    const keys = path.slice(1).split("/");
    const last = keys.pop() ?? "";
    let at = result as Record<string, unknown>;
    for (const key of keys) at = at[key] as Record<string, unknown>;
    if (op !== "test") at[last] = value;
    else if (at[last] !== value) throw new AppError("UPSTREAM_REJECTED", `testing path ${path} value failed`);
  }
  return result;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
