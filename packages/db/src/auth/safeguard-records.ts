import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import { type Json, toJson } from "../json.ts";
import { createdBefore, newestFirst, type PagePosition } from "../page-position.ts";

export interface SafeguardRecord {
  readonly id: string;
  readonly duty: string;
  /** Civil date. */
  readonly performedOn: string;
  readonly summary: string;
  /** Where the evidence is. */
  readonly evidence: string;
  readonly details: unknown;
  readonly recordedBy: string;
  readonly createdAt: Date;
}

const columns = {
  id: true,
  duty: true,
  performedOn: true,
  summary: true,
  evidence: true,
  details: true,
  recordedBy: true,
  createdAt: true,
} as const;

export async function addSafeguardRecord(
  db: Db,
  { performedOn, details, ...record }: Omit<SafeguardRecord, "id" | "details"> & { readonly details: Json },
): Promise<SafeguardRecord> {
  const row = await runQuery(db, ({ authSafeguardRecord }) =>
    authSafeguardRecord.create({
      data: { ...record, performedOn: fromCivil(performedOn), details: toJson(details) },
      select: columns,
    }),
  );
  return { ...row, performedOn: toCivil(row.performedOn) };
}

/** Civil date on which each duty was last done. */
export async function listSafeguardsDone(db: Db): Promise<Map<string, string>> {
  const rows = await runQuery(db, ({ authSafeguardRecord }) =>
    authSafeguardRecord.groupBy({ by: ["duty"], _max: { performedOn: true } }),
  );
  return new Map(
    rows.flatMap(({ duty, _max }) => (_max.performedOn ? [[duty, toCivil(_max.performedOn)] as const] : [])),
  );
}

/** Newest first; one row more than `limit` when there are more. */
export async function listSafeguardRecords(
  db: Db,
  { duty, before, limit }: { duty: string; before?: PagePosition | undefined; limit: number },
): Promise<SafeguardRecord[]> {
  const rows = await runQuery(db, ({ authSafeguardRecord }) =>
    authSafeguardRecord.findMany({
      where: {
        duty,
        OR: createdBefore(before),
      },
      orderBy: newestFirst,
      take: limit + 1,
      select: columns,
    }),
  );
  return rows.map((row) => ({ ...row, performedOn: toCivil(row.performedOn) }));
}
