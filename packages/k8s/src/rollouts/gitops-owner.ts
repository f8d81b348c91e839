import type { ObjectMeta } from "../kubernetes/object-meta.ts";

const marks: readonly [source: "annotations" | "labels", key: string, tool: string][] = [
  ["annotations", "argocd.argoproj.io/tracking-id", "Argo CD"],
  ["labels", "argocd.argoproj.io/instance", "Argo CD"],
  ["labels", "kustomize.toolkit.fluxcd.io/name", "Flux"],
  ["labels", "helm.toolkit.fluxcd.io/name", "Flux"],
  ["annotations", "meta.helm.sh/release-name", "Helm"],
];

/** The tool that keeps the object as it is in Git or a chart, and would undo a change to its spec. */
export function findGitOpsOwner(metadata: ObjectMeta): { tool: string; name: string } | undefined {
  for (const [source, key, tool] of marks) {
    const name = metadata[source]?.[key];
    if (name !== undefined) return { tool, name: name.split(":")[0] ?? name };
  }
  return undefined;
}

/** What happens to a spec change of an object that such a tool owns; undefined where nobody does. */
export function describeGitOpsRevert(metadata: ObjectMeta): string | undefined {
  const owner = findGitOpsOwner(metadata);
  if (!owner) return undefined;
  if (owner.tool === "Helm") return `The next Helm upgrade of ${owner.name} will undo this.`;
  return `${owner.tool} (${owner.name}) owns this object and may undo the change within seconds.`;
}
