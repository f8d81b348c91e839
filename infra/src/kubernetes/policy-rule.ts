import type { Finding } from "../policy/finding.ts";
import { nameOf, type RenderedObject } from "./rendered-object.ts";

export interface Violation {
  object: RenderedObject;
  /** What is wrong and what to do. */
  message: string;
}

/** A property that objects must have, decided from all of them together. */
export interface PolicyRule {
  name: string;
  check(objects: readonly RenderedObject[]): Violation[];
}

interface Applied {
  /** What is judged. */
  objects: readonly RenderedObject[];
  /** What is in the cluster already, and judged by itself. */
  foundation: readonly RenderedObject[];
}

/** What rules have to say about the objects of an overlay. */
export function applyRules(
  overlay: string,
  { objects, foundation }: Applied,
  rules: readonly PolicyRule[],
): Finding[] {
  const own = new Set(objects);
  return rules.flatMap(({ name, check }) =>
    check([...foundation, ...objects])
      .filter(({ object }) => own.has(object))
      .map(({ object, message }) => ({ rule: name, subject: `${overlay}: ${nameOf(object)}`, message })),
  );
}
