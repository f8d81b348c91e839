import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { IdPage } from "../id-page.ts";

/** A result for a customer: an item deleted or corrected. A later one of the same item takes its place. */
export async function noteResult(
  db: Db,
  { itemId, customerId, resultOn }: { itemId: string; customerId: string; resultOn: string },
): Promise<void> {
  const result = { customerId, resultOn: fromCivil(resultOn) };
  await runQuery(db, ({ billingResult }) =>
    billingResult.upsert({ where: { itemId }, create: { itemId, ...result }, update: result }),
  );
}

/** The item is in the file again: there is no result to prove. */
export async function dropResult(db: Db, itemId: string): Promise<void> {
  await runQuery(db, ({ billingResult }) => billingResult.deleteMany({ where: { itemId } }));
}

export interface UnprovenCustomer {
  readonly customerId: string;
  /** The contract of what is performed and unbilled. */
  readonly contractId: string;
  /** Civil date of the newest result. */
  readonly resultOn: string;
}

/**
 * Customers of whom something is unbilled, whose newest result is from before a date and of whom neither a proof of it is on file
 * nor was told that one is due. In the order of their contracts, after that of `afterId`.
 */
export async function listUnprovenResults(
  db: Db,
  { resultBefore, afterId, limit }: IdPage & { resultBefore: string },
): Promise<UnprovenCustomer[]> {
  const after = afterId ?? null;
  const rows = await runQuery(
    db,
    (prisma) => prisma.$queryRaw<(Omit<UnprovenCustomer, "resultOn"> & { resultOn: Date })[]>`
      SELECT p.contract_id AS "contractId", p.customer_id AS "customerId", r.result_on AS "resultOn"
        FROM (SELECT DISTINCT contract_id, customer_id FROM billing.performance WHERE state = 'recorded') p
        JOIN (SELECT customer_id, max(result_on) AS result_on FROM billing.result GROUP BY customer_id) r
          USING (customer_id)
       WHERE r.result_on < ${resultBefore}::date
         AND NOT EXISTS (SELECT FROM billing.result_proof f WHERE f.contract_id = p.contract_id AND f.result_on >= r.result_on)
         AND NOT EXISTS (SELECT FROM billing.proof_watch w WHERE w.contract_id = p.contract_id AND w.result_on = r.result_on)
         AND (${after}::uuid IS NULL OR p.contract_id > ${after}::uuid)
       ORDER BY p.contract_id
       LIMIT ${limit}`,
  );
  return rows.map(({ resultOn, ...row }) => ({ ...row, resultOn: toCivil(resultOn) }));
}

/** @returns false when it was told before. */
export async function claimProofWatch(
  db: Db,
  { contractId, resultOn }: { contractId: string; resultOn: string },
): Promise<boolean> {
  const { count } = await runQuery(db, ({ billingProofWatch }) =>
    billingProofWatch.createMany({
      data: [{ contractId, resultOn: fromCivil(resultOn) }],
      skipDuplicates: true,
    }),
  );
  return count === 1;
}
