import type { Finding } from "../policy/finding.ts";
import { nameOf, type RenderedObject } from "./rendered-object.ts";

export interface Violation {
  object: RenderedObject;
  /** What is wrong and what to do. */
  message: string;
}

/** A property that the objects of an overlay must have, decided from all of them together. */
export interface PolicyRule {
  name: string;
  check(objects: readonly RenderedObject[]): Violation[];
}

/** What rules have to say about the objects of an overlay. */
export function applyRules(
  overlay: string,
  objects: readonly RenderedObject[],
  rules: readonly PolicyRule[],
): Finding[] {
  return rules.flatMap(({ name, check }) =>
    check(objects).map(({ object, message }) => ({
      rule: name,
      subject: `${overlay}: ${nameOf(object)}`,
      message,
    })),
  );
}
