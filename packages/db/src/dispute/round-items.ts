import type { DisputeOutcome } from "@horizon/contracts/backend";
import { fromCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";

/** Replaces the items of a round that is still a draft. @throws AppError CONFLICT when one is in another open round. */
export async function setRoundItems(db: Db, roundId: string, itemIds: readonly string[]): Promise<void> {
  await runQuery(
    db,
    (prisma) => prisma.$executeRaw`DELETE FROM dispute.round_item WHERE round_id = ${roundId}::uuid`,
  );
  await runQuery(db, ({ disputeRoundItem }) =>
    disputeRoundItem.createMany({
      data: itemIds.map((itemId) => ({ roundId, itemId, openItemId: itemId })),
    }),
  );
}

/** Notes what was answered about an item. */
export async function setRoundItemOutcome(
  db: Db,
  {
    roundId,
    itemId,
    outcome,
    outcomeOn,
  }: { roundId: string; itemId: string; outcome: DisputeOutcome; outcomeOn: string },
): Promise<void> {
  await runQuery(db, ({ disputeRoundItem }) =>
    disputeRoundItem.update({
      where: { roundId_itemId: { roundId, itemId } },
      // Answered: it may go into another round.
      data: { outcome, outcomeOn: fromCivil(outcomeOn), openItemId: null },
      select: { itemId: true },
    }),
  );
}

/** Sets the items of a closed round free. */
export async function releaseRoundItems(db: Db, roundId: string): Promise<void> {
  await runQuery(db, ({ disputeRoundItem }) =>
    disputeRoundItem.updateMany({ where: { roundId }, data: { openItemId: null } }),
  );
}
