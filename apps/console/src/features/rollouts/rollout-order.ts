import type { HealthState, RolloutRow } from "@horizon/contracts";
import { waitsForPerson } from "./wait-text.ts";

const rankOfState: Record<HealthState, number> = {
  Failed: 1,
  Degraded: 2,
  Unknown: 3,
  Paused: 4,
  Progressing: 5,
  Healthy: 6,
};

function rank(row: RolloutRow): number {
  return waitsForPerson(row.wait) ? 0 : rankOfState[row.health.state];
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What waits for a person first (the longest wait on top), then problems, then what moves; ties by name. */
export function compareRollouts(left: RolloutRow, right: RolloutRow): number {
  const ranked = rank(left) - rank(right);
  if (ranked !== 0) return ranked;
  const waited = rank(left) === 0 ? compareText(left.wait?.since ?? "", right.wait?.since ?? "") : 0;
  return (
    waited ||
    compareText(left.namespace, right.namespace) ||
    compareText(left.name, right.name) ||
    compareText(left.key, right.key)
  );
}
