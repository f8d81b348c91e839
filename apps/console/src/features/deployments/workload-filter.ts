import type { HealthState, WorkloadKind, WorkloadRow } from "@horizon/contracts";

export interface WorkloadFilter {
  /** Words that must all occur in the name, namespace, service, version or an image. */
  readonly text: string;
  /** Empty lists let everything through. */
  readonly states: readonly HealthState[];
  readonly kinds: readonly WorkloadKind[];
  readonly namespaces: readonly string[];
}

/** What a filter looks at. */
export const filteredFields = [
  "health",
  "kind",
  "namespace",
  "name",
  "service",
  "version",
  "images",
] as const;
export type FilteredWorkload = Pick<WorkloadRow, (typeof filteredFields)[number]>;

function allows<Value>(wanted: readonly Value[], value: Value): boolean {
  return wanted.length === 0 || wanted.includes(value);
}

/** Whether a row passes the filter. */
export function matchesWorkload(row: FilteredWorkload, filter: WorkloadFilter): boolean {
  if (!allows(filter.states, row.health.state)) return false;
  if (!allows(filter.kinds, row.kind)) return false;
  if (!allows(filter.namespaces, row.namespace)) return false;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const images = row.images.map((image) => image.image);
  const haystack = [row.name, row.namespace, row.service, row.version, ...images].join(" ").toLowerCase();
  return words.every((word) => haystack.includes(word));
}
