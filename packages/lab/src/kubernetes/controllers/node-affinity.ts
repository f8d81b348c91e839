import { meetsRequirement } from "../selectors/requirement.ts";
import type { Node } from "./node.ts";
import type { NodeSelectorTerm, Pod } from "./pod.ts";

function matchesTerm(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  { metadata }: Node,
): boolean {
  // A term without requirements matches nothing.
  if (matchExpressions.length + matchFields.length === 0) return false;
  return (
    matchExpressions.every((requirement) =>
      meetsRequirement(requirement, metadata.labels?.[requirement.key]),
    ) &&
    matchFields.every(
      (requirement) => requirement.key === "metadata.name" && meetsRequirement(requirement, metadata.name),
    )
  );
}

/** Whether the pod may be on this node by its `nodeSelector` and the affinity that it requires. */
export function matchesNode({ spec }: Pod, node: Node): boolean {
  const wanted = Object.entries(spec.nodeSelector ?? {});
  if (wanted.some(([key, value]) => node.metadata.labels?.[key] !== value)) return false;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return !required || required.nodeSelectorTerms.some((term) => matchesTerm(term, node));
}
