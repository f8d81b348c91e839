import { findItemElement, valueElement } from "../path-element.ts";
import { ATOMIC, type MergeNode } from "./merge-node.ts";

type ListNode = Extract<MergeNode, { is: "list" | "set" }>;

export const itemNodeOf = (node: ListNode): MergeNode => (node.is === "set" ? ATOMIC : node.items);

/** The items of a list by their path elements; undefined when one of them has no key, or two have the same. */
export function findItems(list: readonly unknown[], node: ListNode): Map<string, unknown> | undefined {
  const items = new Map<string, unknown>();
  for (const item of list) {
    const element = node.is === "set" ? valueElement(item) : findItemElement(item, node.keys);
    if (element === undefined || (items.has(element) && node.is === "list")) return undefined;
    items.set(element, item);
  }
  return items;
}
