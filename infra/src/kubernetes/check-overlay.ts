import type { Finding } from "../policy/finding.ts";
import { getOverlay, type Overlay } from "./overlays.ts";
import { applyRules } from "./policy-rule.ts";
import { renderOverlay } from "./render-overlay.ts";
import type { RenderedObject } from "./rendered-object.ts";
import { availabilityRules, generalRules, releaseRules } from "./rules/rule-sets.ts";

/** An overlay as it was rendered, and what is in the cluster before it. */
export interface RenderedOverlay {
  overlay: Overlay;
  objects: readonly RenderedObject[];
  foundation: readonly RenderedObject[];
}

/** Everything that is wrong with the objects of an overlay; `release` when they are about to be applied. */
export function checkOverlay(
  { overlay: { name, availability }, objects, foundation }: RenderedOverlay,
  purpose: "repository" | "release",
): Finding[] {
  const rules = [
    ...generalRules,
    ...(availability === "full" ? availabilityRules : []),
    ...(purpose === "release" ? releaseRules : []),
  ];
  return applyRules(name, { objects, foundation }, rules);
}

/** Renders an overlay and what comes before it. @throws Error with what kustomize says. */
export async function renderWithFoundation(overlay: Overlay): Promise<RenderedOverlay> {
  const [objects, foundation] = await Promise.all([
    renderOverlay(overlay),
    overlay.foundation === null ? [] : renderOverlay(getOverlay(overlay.foundation)),
  ]);
  return { overlay, objects, foundation };
}
