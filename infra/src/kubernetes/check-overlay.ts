import type { Finding } from "../policy/finding.ts";
import type { Overlay } from "./overlays.ts";
import { applyRules } from "./policy-rule.ts";
import type { RenderedObject } from "./rendered-object.ts";
import { availabilityRules, generalRules, releaseRules } from "./rules/rule-sets.ts";

/** Everything that is wrong with the objects of an overlay; `release` when they are about to be applied. */
export function checkOverlay(
  { name, availability }: Overlay,
  objects: readonly RenderedObject[],
  purpose: "repository" | "release",
): Finding[] {
  return applyRules(name, objects, [
    ...generalRules,
    ...(availability === "full" ? availabilityRules : []),
    ...(purpose === "release" ? releaseRules : []),
  ]);
}
