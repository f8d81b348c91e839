import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type JsonObject } from "../../store/read-path.ts";
import { badRequest } from "../../store/status-error.ts";

/** `patchMergeKey` of the lists that the built-in kinds merge; every other list is replaced as a whole. */
const MERGE_KEYS: Record<string, string> = {
  containers: "name",
  initContainers: "name",
  ephemeralContainers: "name",
  env: "name",
  volumes: "name",
  volumeMounts: "mountPath",
  volumeDevices: "devicePath",
  imagePullSecrets: "name",
  hostAliases: "ip",
  topologySpreadConstraints: "topologyKey",
  resourceClaims: "name",
  conditions: "type",
  addresses: "type",
  ownerReferences: "uid",
  podIPs: "ip",
  secrets: "name",
};
/** Lists of strings that merge as sets. */
const MERGED_SETS = new Set(["finalizers"]);

function mergeKeyOf(field: string, items: readonly unknown[]): string | undefined {
  // Containers and services both have `ports`, with different keys.
  if (field === "ports") {
    return items.some((item) => isJsonObject(item) && "containerPort" in item) ? "containerPort" : "port";
  }
  return MERGE_KEYS[field];
}

/** Puts the items that the directive names in its order; the others keep their places behind what they followed. */
function orderBy<T>(items: T[], order: readonly unknown[], idOf: (item: T) => unknown): T[] {
  const rank = new Map(order.map((id, index) => [id, index]));
  const named = items
    .filter((item) => rank.has(idOf(item)))
    .sort((left, right) => (rank.get(idOf(left)) ?? 0) - (rank.get(idOf(right)) ?? 0));
  let next = 0;
  return items.map((item) => (rank.has(idOf(item)) ? (named[next++] as T) : item));
}

function mergeObjectList(current: readonly unknown[], patch: readonly unknown[], key: string): unknown[] {
  if (patch.some((item) => isJsonObject(item) && item.$patch === "replace" && !(key in item))) {
    return patch.filter((item) => !(isJsonObject(item) && item.$patch === "replace" && !(key in item)));
  }
  const result = [...current];
  for (const item of patch) {
    if (!isJsonObject(item)) throw badRequest("cannot merge a list of objects with another type");
    const id = item[key];
    if (id === undefined)
      throw badRequest(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`);
    const index = result.findIndex(
      (existing) => isJsonObject(existing) && isDeepStrictEqual(existing[key], id),
    );
    if (item.$patch === "delete") {
      if (index >= 0) result.splice(index, 1);
    } else if (index >= 0) {
      result[index] = strategicMergePatch(result[index], item);
    } else {
      result.push(strategicMergePatch({}, item));
    }
  }
  return result;
}

function mergeList(field: string, current: unknown, patch: readonly unknown[]): unknown[] {
  const existing = Array.isArray(current) ? current : [];
  if (MERGED_SETS.has(field)) return [...new Set([...existing, ...patch])];
  const key = mergeKeyOf(field, [...existing, ...patch]);
  return key
    ? mergeObjectList(existing, patch, key)
    : patch.map((item) => strategicMergePatch(undefined, item));
}

/** `$setElementOrder/<list>`, `$deleteFromPrimitiveList/<list>` and `$retainKeys`. */
function applyDirective(result: JsonObject, directive: string, value: unknown): void {
  if (!Array.isArray(value)) throw badRequest(`${directive} must be a list`);
  const [name, field = ""] = directive.split("/");
  if (name === "$retainKeys") {
    for (const key of Object.keys(result)) if (!value.includes(key)) delete result[key];
    return;
  }
  const list = result[field];
  if (!Array.isArray(list)) return;
  if (name === "$deleteFromPrimitiveList") result[field] = list.filter((item) => !value.includes(item));
  if (name !== "$setElementOrder") return;
  const key = mergeKeyOf(field, list);
  const order = value.map((item) => (key && isJsonObject(item) ? item[key] : item));
  result[field] = orderBy(list, order, (item: unknown) => (key && isJsonObject(item) ? item[key] : item));
}

/**
 * Kubernetes' strategic merge patch with the merge keys of the built-in kinds and the directives `$patch`
 * (`delete`, `replace`, `merge`), `$retainKeys`, `$setElementOrder` and `$deleteFromPrimitiveList`.
 */
export function strategicMergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const { $patch: mode, ...fields } = patch;
  if (mode === "delete") return {};
  if (mode === "replace") return fields;
  const result: JsonObject = isJsonObject(target) ? { ...target } : {};
  const directives = Object.entries(fields).filter(([key]) => key.startsWith("$"));
  for (const [key, value] of directives) if (key.startsWith("$delete")) applyDirective(result, key, value);
  for (const [key, value] of Object.entries(fields)) {
    if (key.startsWith("$")) continue;
    if (value === null) delete result[key];
    else if (Array.isArray(value)) result[key] = mergeList(key, result[key], value);
    else if (isJsonObject(value) && value.$patch === "delete") delete result[key];
    else result[key] = strategicMergePatch(result[key], value);
  }
  for (const [key, value] of directives) if (!key.startsWith("$delete")) applyDirective(result, key, value);
  return result;
}
