import { fromCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";

/** @returns false when this reminder went out before. */
export async function claimReminder(
  db: Db,
  { roundId, kind, onDate }: { roundId: string; kind: string; onDate: string },
): Promise<boolean> {
  const { count } = await runQuery(db, ({ disputeReminder }) =>
    disputeReminder.createMany({
      data: [{ roundId, kind, onDate: fromCivil(onDate) }],
      skipDuplicates: true,
    }),
  );
  return count === 1;
}
