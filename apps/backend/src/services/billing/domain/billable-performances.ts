import type { CustomerStanding } from "@horizon/contracts/backend";

type Lines = NonNullable<CustomerStanding["contract"]>["lines"];

/**
 * The performances that the contract's total still covers, in the order given. CROA-3: the contract states the total of all
 * payments, so a line is billed `quantity` times at most; what was done beyond that was done for nothing.
 */
export function billablePerformances<T extends { readonly lineId: string }>(
  performances: readonly T[],
  lines: Lines,
  billed: ReadonlyMap<string, number>,
): T[] {
  const left = new Map(
    lines.map(({ line_id, quantity }) => [line_id, quantity - (billed.get(line_id) ?? 0)]),
  );
  return performances.filter(({ lineId }) => {
    const rest = left.get(lineId);
    // A line that the contract lacks is the guard's to refuse, by its own rule.
    if (rest === undefined) return true;
    left.set(lineId, rest - 1);
    return rest > 0;
  });
}
