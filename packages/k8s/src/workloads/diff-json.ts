import { createHash } from "node:crypto";
import type { FieldChange } from "@horizon/contracts";
import { jsonEqual } from "../kubernetes/json-equal.ts";

const maxValueLength = 300;
const maxChanges = 200;

/**
 * The fields that differ, by dotted path. Members of lists that have names (containers, ports, variables) are compared by name,
 * so that an inserted one does not make all after it look changed. Values of environment variables are never shown:
 * they stand as a hash, since people put secrets there.
 */
export function diffJson(before: unknown, after: unknown, root = ""): FieldChange[] {
  const changes: FieldChange[] = [];
  collect(before, after, root, changes);
  return changes.slice(0, maxChanges);
}

function collect(before: unknown, after: unknown, path: string, changes: FieldChange[]): void {
  if (jsonEqual(before, after)) return;
  // A map that appears or goes is told key by key: `kubectl rollout restart` may add the first annotation.
  const isMap = /\.(annotations|labels)$/.test(path);
  const left = toEntries(before ?? (isMap ? {} : undefined));
  const right = toEntries(after ?? (isMap ? {} : undefined));
  if (!left || !right) {
    changes.push({ path, before: toText(before, path), after: toText(after, path) });
    return;
  }
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const inner = key.startsWith("[") || path === "" ? `${path}${key}` : `${path}.${key}`;
    collect(left.get(key), right.get(key), inner, changes);
  }
}

/** Members by key, where both sides can be compared member by member. */
function toEntries(value: unknown): Map<string, unknown> | undefined {
  if (Array.isArray(value)) {
    const isNamed = value.length > 0 && value.every((item) => typeof item?.name === "string");
    return new Map(value.map((item, index) => [`[${isNamed ? item.name : index}]`, item]));
  }
  if (typeof value === "object" && value !== null) return new Map(Object.entries(value));
  return undefined;
}

const hiddenPath = /\.env\[[^\]]*\](\.value)?$/;

function toText(value: unknown, path: string): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === "string" ? value : JSON.stringify(hideValues(value, path));
  if (hiddenPath.test(path) && path.endsWith(".value")) return shortHash(String(value));
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text;
}

/** A subtree that was added or removed as a whole, with the variables' values in it replaced by hashes. */
function hideValues(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  const isVariable = hiddenPath.test(path);
  if (Array.isArray(value)) {
    const isEnv = path.endsWith(".env");
    return value.map((item) => hideValues(item, isEnv ? `${path}[${item?.name ?? ""}]` : `${path}[]`));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      isVariable && key === "value"
        ? [key, shortHash(String(inner))]
        : [key, hideValues(inner, `${path}.${key}`)],
    ),
  );
}

/** Enough of a hash to tell two values apart, not enough to confirm a guess against a list of values at leisure. */
export function shortHash(value: string): string {
  return `sha256:${createHash("sha256").update(value).digest("hex").slice(0, 12)}`;
}

const serverFields = [
  "managedFields",
  "resourceVersion",
  "generation",
  "uid",
  "creationTimestamp",
  "selfLink",
];

/** What a dry run would change, without what the server writes by itself. */
export function diffDryRun(live: object, dryRun: object): FieldChange[] {
  return diffJson(withoutServerFields(live), withoutServerFields(dryRun));
}

function withoutServerFields(object: object): unknown {
  const {
    status: _status,
    metadata,
    ...rest
  } = object as { status?: unknown; metadata?: Record<string, unknown> };
  const kept = Object.entries(metadata ?? {}).filter(([key]) => !serverFields.includes(key));
  return { ...rest, metadata: Object.fromEntries(kept) };
}
