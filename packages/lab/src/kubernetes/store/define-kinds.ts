import type { ResourceKind } from "./resource-kind.ts";

type Short = Partial<ResourceKind> & { kind: string; plural: string };

/** Kinds of a group version, with what most of them have in common filled in. */
export function defineKinds(group: string, version: string, custom: boolean, kinds: Short[]): ResourceKind[] {
  return kinds.map((kind) => ({
    resource: group ? `${kind.plural}.${group}` : kind.plural,
    group,
    version,
    singular: kind.kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced: true,
    subresources: [],
    custom,
    generation: "none",
    ...kind,
  }));
}
