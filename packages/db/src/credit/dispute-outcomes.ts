import type { Bureau } from "@horizon/contracts/backend";
import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";

export interface DisputeOutcomeOfElement {
  readonly itemId: string;
  readonly customerId: string;
  readonly elementId: string;
  readonly bureau: Bureau;
  readonly deleted: boolean;
  readonly resolvedOn: string;
}

/** Notes how a dispute ended; a later outcome of the same item replaces an earlier one, unless that was a deletion. */
export async function recordDisputeOutcome(db: Db, outcome: DisputeOutcomeOfElement): Promise<void> {
  const { itemId, customerId, elementId, bureau, deleted, resolvedOn } = outcome;
  await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      INSERT INTO credit.dispute_outcome (item_id, customer_id, element_id, bureau, deleted, resolved_on)
      VALUES (${itemId}::uuid, ${customerId}::uuid, ${elementId}::uuid, ${bureau}::credit.bureau_code, ${deleted},
              ${resolvedOn}::date)
      ON CONFLICT (item_id) DO UPDATE SET deleted = excluded.deleted, resolved_on = excluded.resolved_on
        WHERE NOT dispute_outcome.deleted`,
  );
}

/** By the day on which they were resolved, the oldest first. */
export async function listDisputeOutcomes(db: Db, customerId: string): Promise<DisputeOutcomeOfElement[]> {
  const rows = await runQuery(db, ({ creditDisputeOutcome }) =>
    creditDisputeOutcome.findMany({
      where: { customerId },
      orderBy: [{ resolvedOn: "asc" }, { itemId: "asc" }],
      select: {
        itemId: true,
        customerId: true,
        elementId: true,
        bureau: true,
        deleted: true,
        resolvedOn: true,
      },
    }),
  );
  return rows.map((row) => ({ ...row, resolvedOn: toCivil(row.resolvedOn) }));
}

export interface Reinsertion {
  readonly itemId: string;
  /** As it is reported again. */
  readonly elementId: string;
  readonly customerId: string;
  readonly firstSeenOn: string;
  readonly noticeDueOn: string;
}

/** @returns false when this item was seen again before: the clock runs from the first sighting. */
export async function insertReinsertion(
  db: Db,
  { firstSeenOn, noticeDueOn, ...reinsertion }: Reinsertion,
): Promise<boolean> {
  const { count } = await runQuery(db, ({ creditReinsertion }) =>
    creditReinsertion.createMany({
      data: { ...reinsertion, firstSeenOn: fromCivil(firstSeenOn), noticeDueOn: fromCivil(noticeDueOn) },
      skipDuplicates: true,
    }),
  );
  return count === 1;
}
