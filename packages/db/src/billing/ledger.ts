import { randomUUID } from "node:crypto";
import { type Db, runQuery } from "../db.ts";
import { type PagePosition, rowsBefore } from "../page-position.ts";

/** Where money stands. Debits are positive: what customers owe, what we hold, what we gave back or lost. */
export const ledgerAccounts = [
  "receivable",
  "cash",
  "revenue",
  "refunds",
  "chargebacks",
  "bad_debt",
] as const;
export type LedgerAccount = (typeof ledgerAccounts)[number];

export interface LedgerPosting {
  readonly customerId: string;
  readonly refType: "invoice" | "payment" | "refund";
  readonly refId: string;
  readonly debit: LedgerAccount;
  readonly credit: LedgerAccount;
  readonly amountCents: number;
}

/** Moves an amount from one account to another. Both entries, or none. */
export async function postToLedger(
  db: Db,
  { debit, credit, amountCents, ...ref }: LedgerPosting,
): Promise<void> {
  if (amountCents === 0) return;
  const postingId = randomUUID();
  await runQuery(db, ({ billingLedgerEntry }) =>
    billingLedgerEntry.createMany({
      data: [
        { ...ref, postingId, account: debit, amountCents },
        { ...ref, postingId, account: credit, amountCents: -amountCents },
      ],
    }),
  );
}

export interface LedgerEntry {
  readonly id: string;
  readonly postingId: string;
  readonly account: string;
  readonly amountCents: number;
  readonly customerId: string;
  readonly refType: string;
  readonly refId: string;
  readonly postedAt: Date;
}

/** Newest first. */
export async function listLedger(
  db: Db,
  {
    customerId,
    after,
    limit,
  }: { customerId?: string | undefined; after?: PagePosition | undefined; limit: number },
): Promise<(LedgerEntry & { createdAt: Date })[]> {
  const rows = await runQuery(db, ({ billingLedgerEntry }) =>
    billingLedgerEntry.findMany({
      where: {
        customerId,
        OR: rowsBefore("postedAt", after),
      },
      orderBy: [{ postedAt: "desc" }, { id: "desc" }],
      take: limit,
    }),
  );
  return rows.map((row) => ({ ...row, createdAt: row.postedAt }));
}

/** The balance of every account, in cents; their sum is zero. */
export async function sumLedger(db: Db): Promise<Readonly<Record<LedgerAccount, number>>> {
  const rows = await runQuery(db, ({ billingLedgerEntry }) =>
    billingLedgerEntry.groupBy({ by: ["account"], _sum: { amountCents: true } }),
  );
  const found = new Map(rows.map(({ account, _sum }) => [account, _sum.amountCents ?? 0]));
  return Object.fromEntries(ledgerAccounts.map((account) => [account, found.get(account) ?? 0])) as Record<
    LedgerAccount,
    number
  >;
}
