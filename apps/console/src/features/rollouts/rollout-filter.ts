import type { HealthState, RolloutRow } from "@horizon/contracts";

export interface RolloutFilter {
  /** Words that must all occur in the name, namespace, service or a version. */
  readonly text: string;
  readonly state: HealthState | null;
}

/** Whether a row passes the filter. */
export function matchesRollout(row: RolloutRow, { text, state }: RolloutFilter): boolean {
  if (state !== null && row.health.state !== state) return false;
  const haystack = [row.name, row.namespace, row.service, row.version, row.stableVersion]
    .join(" ")
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}
