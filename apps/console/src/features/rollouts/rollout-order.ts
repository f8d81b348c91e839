import type { RolloutRow } from "@horizon/contracts";
import { compareWorstFirst } from "../../components/ui/health-order.ts";
import { waitsForPerson } from "./wait-text.ts";

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What waits for a person first (the longest wait on top), then the worst; ties by namespace, name and key. */
export function compareRollouts(left: RolloutRow, right: RolloutRow): number {
  const leftWaits = waitsForPerson(left.wait);
  const rightWaits = waitsForPerson(right.wait);
  if (leftWaits !== rightWaits) return leftWaits ? -1 : 1;
  const ranked = leftWaits
    ? compareText(left.wait?.since ?? "", right.wait?.since ?? "")
    : compareWorstFirst(left.health.state, right.health.state);
  return (
    ranked ||
    compareText(left.namespace, right.namespace) ||
    compareText(left.name, right.name) ||
    compareText(left.key, right.key)
  );
}
