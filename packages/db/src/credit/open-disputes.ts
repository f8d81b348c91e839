import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";

/** A dispute that somebody is looking into. */
export interface OpenDispute {
  readonly itemId: string;
  readonly customerId: string;
  readonly elementId: string;
  /** Civil date on which the agency had it. */
  readonly openedOn: string;
}

/** Notes it; a later opening of the same item takes its place. */
export async function noteOpenDispute(db: Db, { itemId, openedOn, ...dispute }: OpenDispute): Promise<void> {
  const data = { ...dispute, openedOn: fromCivil(openedOn) };
  await runQuery(db, ({ creditOpenDispute }) =>
    creditOpenDispute.upsert({ where: { itemId }, create: { itemId, ...data }, update: data }),
  );
}

/** It was answered, or is looked into no more. */
export async function dropOpenDispute(db: Db, itemId: string): Promise<void> {
  await runQuery(db, ({ creditOpenDispute }) => creditOpenDispute.deleteMany({ where: { itemId } }));
}

/** What of the customer is looked into now. */
export async function listOpenDisputes(db: Db, customerId: string): Promise<OpenDispute[]> {
  const rows = await runQuery(db, ({ creditOpenDispute }) =>
    creditOpenDispute.findMany({ where: { customerId }, orderBy: { itemId: "asc" } }),
  );
  return rows.map((row) => ({ ...row, openedOn: toCivil(row.openedOn) }));
}
