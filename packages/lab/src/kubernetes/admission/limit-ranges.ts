import { parseQuantity } from "../controllers/quantity.ts";
import type { KubeObject } from "../store/object-store.ts";
import { isJsonObject, type JsonObject, objectsAt, readPath, textAt } from "../store/read-path.ts";
import { type Amounts, podAmounts, readAmounts } from "./resource-amounts.ts";

/** core/v1 LimitRange. */
export interface LimitRange extends KubeObject {
  spec: { limits: LimitRangeItem[] };
}

type Quantities = Readonly<Record<string, string>>;

interface LimitRangeItem {
  type: "Container" | "Pod" | "PersistentVolumeClaim";
  max?: Quantities;
  min?: Quantities;
  default?: Quantities;
  defaultRequest?: Quantities;
  maxLimitRequestRatio?: Quantities;
}

const CONTAINER_LISTS = ["containers", "initContainers"];

/** What the container does not say of its own resources, and a note of what was filled in. */
function withDefaults(container: JsonObject, item: LimitRangeItem, notes: string[]): JsonObject {
  const own = isJsonObject(container.resources) ? container.resources : {};
  const filled: JsonObject = { ...own };
  for (const [kind, defaults] of [
    ["requests", item.defaultRequest],
    ["limits", item.default],
  ] as const) {
    const present = isJsonObject(own[kind]) ? own[kind] : {};
    const missing = Object.entries(defaults ?? {}).filter(([name]) => present[name] === undefined);
    if (missing.length === 0) continue;
    filled[kind] = { ...Object.fromEntries(missing), ...present };
    const names = missing.map(([name]) => name).sort();
    notes.push(`${names.join(", ")} ${kind.slice(0, -1)} for container ${container.name}`);
  }
  return { ...container, resources: filled };
}

/** A pod's spec with the defaults of a namespace's ranges, and what was filled in, in the words of its annotation. */
export function withLimitDefaults(
  spec: JsonObject,
  ranges: readonly LimitRange[],
): { spec: JsonObject; note?: string } {
  const notes: string[] = [];
  let next = spec;
  for (const item of ranges
    .flatMap((range) => range.spec.limits)
    .filter(({ type }) => type === "Container")) {
    for (const list of CONTAINER_LISTS) {
      const containers = objectsAt(next, [list]);
      if (containers.length > 0)
        next = { ...next, [list]: containers.map((container) => withDefaults(container, item, notes)) };
    }
  }
  return notes.length > 0 ? { spec: next, note: `LimitRanger plugin set: ${notes.join("; ")}` } : { spec };
}

interface Subject {
  type: LimitRangeItem["type"];
  requests: Amounts;
  limits: Amounts;
  /** As it was said, for the message. */
  said: (kind: "request" | "limit", resource: string) => string;
}

function boundFaults(
  { type, requests, limits, said }: Subject,
  bounds: Quantities | undefined,
  which: "minimum" | "maximum",
): string[] {
  return Object.entries(bounds ?? {}).flatMap(([resource, text]) => {
    const bound = parseQuantity(text);
    const [request, limit] = [requests[resource], limits[resource]];
    const rule = `${which} ${resource} usage per ${type} is ${text}`;
    const isBeyond = (amount: number) => (which === "minimum" ? amount < bound : amount > bound);
    const [needed, other] = which === "minimum" ? [request, limit] : [limit, request];
    const [word, otherWord] =
      which === "minimum" ? (["request", "limit"] as const) : (["limit", "request"] as const);
    if (needed === undefined) return [`${rule}.  No ${word} is specified`];
    if (isBeyond(needed)) return [`${rule}, but ${word} is ${said(word, resource)}`];
    if (other !== undefined && isBeyond(other))
      return [`${rule}, but ${otherWord} is ${said(otherWord, resource)}`];
    return [];
  });
}

function ratioFaults({ type, requests, limits }: Subject, ratios: Quantities | undefined): string[] {
  return Object.entries(ratios ?? {}).flatMap(([resource, text]) => {
    const [request, limit] = [requests[resource], limits[resource]];
    const rule = `${resource} max limit to request ratio per ${type} is ${text}`;
    if (request === undefined || limit === undefined || request === 0)
      return [
        `${rule}, but no ${request ? "limit" : "request"} is specified or ${request ? "limit" : "request"} is 0`,
      ];
    const ratio = limit / request;
    return ratio > parseQuantity(text) ? [`${rule}, but provided ratio is ${ratio.toFixed(6)}`] : [];
  });
}

/** Why the ranges of a namespace do not allow a pod with this spec; nothing when they do. */
export function limitFaults(
  spec: unknown,
  ranges: readonly LimitRange[],
  format: (resource: string, amount: number) => string,
): string[] {
  const containers: Subject[] = CONTAINER_LISTS.flatMap((list) => objectsAt(spec, [list])).map(
    (container) => ({
      type: "Container",
      requests: readAmounts(readPath(container, ["resources", "requests"])),
      limits: readAmounts(readPath(container, ["resources", "limits"])),
      said: (kind, resource) => textAt(container, ["resources", `${kind}s`, resource]) ?? "",
    }),
  );
  const [requests, limits] = [podAmounts(spec, "requests"), podAmounts(spec, "limits")];
  const pod: Subject = {
    type: "Pod",
    requests,
    limits,
    said: (kind, resource) => format(resource, (kind === "request" ? requests : limits)[resource] ?? 0),
  };
  return ranges
    .flatMap((range) => range.spec.limits)
    .flatMap((item) =>
      [...containers, pod]
        .filter(({ type }) => type === item.type)
        .flatMap((subject) => [
          ...boundFaults(subject, item.min, "minimum"),
          ...boundFaults(subject, item.max, "maximum"),
          ...ratioFaults(subject, item.maxLimitRequestRatio),
        ]),
    );
}
