import { isJsonObject, type JsonObject } from "../../store/read-path.ts";
import { findItems, itemNodeOf } from "./list-items.ts";
import type { MergeNode } from "./merge-node.ts";

/** The manifest's order, with what only the live list has where it stood before what follows it in both. */
function mergeOrder(live: readonly string[], applied: readonly string[]): string[] {
  const inApplied = new Set(applied);
  const order: string[] = [];
  let next = 0;
  for (const element of applied) {
    const place = live.indexOf(element, next);
    if (place >= 0) {
      order.push(...live.slice(next, place).filter((other) => !inApplied.has(other)));
      next = place + 1;
    }
    order.push(element);
  }
  return [...order, ...live.slice(next).filter((other) => !inApplied.has(other))].filter(
    (element, index, all) => all.indexOf(element) === index,
  );
}

/** The live value with what the manifest says; what it does not say stays. */
export function mergeValues(live: unknown, applied: unknown, node: MergeNode): unknown {
  if (node.is === "map" && isJsonObject(applied) && isJsonObject(live)) {
    const result: JsonObject = { ...live };
    for (const [key, value] of Object.entries(applied)) {
      result[key] = mergeValues(live[key], value, node.childOf(key));
    }
    return result;
  }
  if ((node.is !== "list" && node.is !== "set") || !Array.isArray(applied) || !Array.isArray(live)) {
    return applied;
  }
  const left = findItems(live, node);
  const right = findItems(applied, node);
  if (!left || !right) return applied;
  return mergeOrder([...left.keys()], [...right.keys()]).map((element) =>
    left.has(element) && right.has(element)
      ? mergeValues(left.get(element), right.get(element), itemNodeOf(node))
      : (right.get(element) ?? left.get(element)),
  );
}
