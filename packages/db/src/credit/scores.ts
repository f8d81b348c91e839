import type { Bureau } from "@horizon/contracts/backend";
import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import { type Json, toJson } from "../json.ts";

export interface NewScore {
  readonly reportId: string;
  readonly customerId: string;
  readonly bureau: Bureau;
  readonly model: string;
  readonly value: number | null;
  readonly scoredOn: string;
  readonly factors: Json;
  readonly noScoreReason: string | null;
}

export interface CreditScore extends NewScore {
  readonly id: string;
}

const columns = {
  id: true,
  reportId: true,
  customerId: true,
  bureau: true,
  model: true,
  value: true,
  scoredOn: true,
  factors: true,
  noScoreReason: true,
} as const;

/** Scores of one report; of two alike the first counts. */
export async function insertScores(db: Db, scores: readonly NewScore[]): Promise<CreditScore[]> {
  if (scores.length === 0) return [];
  const rows = await runQuery(db, ({ creditScore }) =>
    creditScore.createManyAndReturn({
      data: scores.map(({ scoredOn, factors, ...score }) => ({
        ...score,
        scoredOn: fromCivil(scoredOn),
        factors: toJson(factors) ?? [],
      })),
      skipDuplicates: true,
      select: columns,
    }),
  );
  return rows.map((row) => ({ ...row, scoredOn: toCivil(row.scoredOn), factors: row.factors as Json }));
}

/** The oldest first, at most 1,000. */
export async function listScores(
  db: Db,
  filter: { customerId?: string; reportId?: string; bureau?: Bureau | undefined; model?: string | undefined },
): Promise<CreditScore[]> {
  const rows = await runQuery(db, ({ creditScore }) =>
    creditScore.findMany({
      where: { ...filter, report: { deletedAt: null } },
      orderBy: [{ scoredOn: "asc" }, { id: "asc" }],
      take: 1_000,
      select: columns,
    }),
  );
  return rows.map((row) => ({ ...row, scoredOn: toCivil(row.scoredOn), factors: row.factors as Json }));
}
