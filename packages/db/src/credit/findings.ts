import type { Bureau, FindingState, ReportElementKind } from "@horizon/contracts/backend";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { type Json, toJson } from "../json.ts";
import { afterPosition, type ReportPosition } from "./after-position.ts";

export interface NewFinding {
  readonly reportId: string;
  readonly customerId: string;
  readonly rule: string;
  readonly law: string | null;
  readonly elementId: string;
  readonly elementKind: ReportElementKind;
  readonly bureau: Bureau | null;
  readonly severity: string;
  readonly ground: string | null;
  readonly state: FindingState;
  readonly confidence: number;
  readonly evidence: Json;
  readonly variant: string;
  readonly position: number;
}

export interface CreditFinding extends NewFinding {
  readonly id: string;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
  readonly version: number;
}

const columns = {
  id: true,
  reportId: true,
  customerId: true,
  rule: true,
  law: true,
  elementId: true,
  elementKind: true,
  bureau: true,
  severity: true,
  ground: true,
  state: true,
  confidence: true,
  evidence: true,
  variant: true,
  position: true,
  decidedBy: true,
  decidedAt: true,
  reason: true,
  version: true,
} as const satisfies Prisma.CreditFindingSelect;

type Row = Prisma.CreditFindingGetPayload<{ select: typeof columns }>;
const toFinding = (row: Row): CreditFinding => ({ ...row, evidence: row.evidence as Json });

/** @throws AppError CONFLICT when the rule has found this of the element already. */
export async function insertFindings(db: Db, findings: readonly NewFinding[]): Promise<void> {
  if (findings.length === 0) return;
  await runQuery(db, ({ creditFinding }) =>
    creditFinding.createMany({
      data: findings.map(({ evidence, ...finding }) => ({ ...finding, evidence: toJson(evidence) ?? [] })),
    }),
  );
}

/** Ids that are none are no error. */
export async function deleteFindings(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await runQuery(db, ({ creditFinding }) => creditFinding.deleteMany({ where: { id: { in: [...ids] } } }));
}

export interface FindingFilter {
  readonly reportId: string;
  readonly state?: FindingState | undefined;
  readonly bureau?: Bureau | undefined;
  readonly rule?: string | undefined;
  readonly after?: ReportPosition | undefined;
  /** Without it: all. */
  readonly limit?: number;
}

/** The gravest first. */
export async function listFindings(
  db: Db,
  { reportId, state, bureau, rule, after, limit }: FindingFilter,
): Promise<CreditFinding[]> {
  const rows = await runQuery(db, ({ creditFinding }) =>
    creditFinding.findMany({
      where: {
        ...{ reportId, state, bureau, rule },
        OR: afterPosition(after),
      },
      orderBy: [{ position: "asc" }, { id: "asc" }],
      take: limit,
      select: columns,
    }),
  );
  return rows.map(toFinding);
}

export async function findFinding(db: Db, id: string): Promise<CreditFinding | null> {
  const row = await runQuery(db, ({ creditFinding }) =>
    creditFinding.findUnique({ where: { id }, select: columns }),
  );
  return row && toFinding(row);
}

/** Holds the row until the transaction ends. */
export async function lockFinding(db: Db, id: string): Promise<CreditFinding | null> {
  await runQuery(
    db,
    (prisma) => prisma.$queryRaw`SELECT id FROM credit.finding WHERE id = ${id}::uuid FOR UPDATE`,
  );
  return findFinding(db, id);
}

export interface FindingDecision {
  readonly state: FindingState;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
}

/** Makes a new version, whichever it was. @throws AppError NOT_FOUND */
export async function decideFinding(db: Db, id: string, decision: FindingDecision): Promise<CreditFinding> {
  const row = await runQuery(db, ({ creditFinding }) =>
    creditFinding.update({
      where: { id },
      data: { ...decision, version: { increment: 1 } },
      select: columns,
    }),
  );
  return toFinding(row);
}
