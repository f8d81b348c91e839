import { findKindModel } from "../models/model-of-kind.ts";
import { apiVersionOf, type ResourceKind } from "../store/resource-kind.ts";
import { DEDUCED, type MergeNode, nodeOfModel } from "./merge/merge-node.ts";

const metadata = () => nodeOfModel("V1ObjectMeta");

/** A custom kind says nothing of how its lists merge, but for the pod template of a Rollout, which does as any other. */
function nodeOfCustomKind({ resource }: ResourceKind): MergeNode {
  const isRollout = resource === "rollouts.argoproj.io";
  const spec: MergeNode = {
    is: "map",
    childOf: (key) => (isRollout && key === "template" ? nodeOfModel("V1PodTemplateSpec") : DEDUCED),
  };
  return {
    is: "map",
    childOf: (key) => (key === "metadata" ? metadata() : key === "spec" ? spec : DEDUCED),
  };
}

/** How objects of a kind merge. */
export function nodeOfKind(kind: ResourceKind): MergeNode {
  const model = kind.custom ? undefined : findKindModel(apiVersionOf(kind), kind.kind);
  return model ? nodeOfModel(model.name) : nodeOfCustomKind(kind);
}
