import type { ReportState } from "@horizon/contracts/backend";
import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { type Json, toJson } from "../json.ts";
import { createdBefore, newestFirst, type PagePosition } from "../page-position.ts";

export interface NewCreditReport {
  readonly id: string;
  readonly customerId: string;
  readonly source: string;
  readonly kind: string;
  /** Of the file, in hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly objectKey: string;
  readonly objectVersion: string | null;
  /** The file's data key, sealed; null once the report was deleted. */
  readonly sealedKey: string | null;
  /** A user's id. */
  readonly uploadedBy: string;
  readonly createdAt: Date;
}

export interface CreditReport extends NewCreditReport {
  readonly state: ReportState;
  readonly format: string | null;
  readonly parserVersion: string | null;
  readonly pulledOn: string | null;
  readonly confidence: number | null;
  readonly warnings: Json;
  readonly files: Json;
  readonly failure: string | null;
  readonly version: number;
  readonly deletedAt: Date | null;
  /** When the customer themselves first read what was found. */
  readonly deliveredAt: Date | null;
}

const columns = {
  id: true,
  customerId: true,
  source: true,
  kind: true,
  state: true,
  sha256: true,
  sizeBytes: true,
  objectKey: true,
  objectVersion: true,
  sealedKey: true,
  format: true,
  parserVersion: true,
  pulledOn: true,
  confidence: true,
  warnings: true,
  files: true,
  failure: true,
  uploadedBy: true,
  version: true,
  createdAt: true,
  deletedAt: true,
  deliveredAt: true,
} as const satisfies Prisma.CreditReportSelect;

type Row = Prisma.CreditReportGetPayload<{ select: typeof columns }>;

function toReport({ pulledOn, warnings, files, ...row }: Row): CreditReport {
  return { ...row, pulledOn: toCivil(pulledOn), warnings: warnings as Json, files: files as Json };
}

/** @throws AppError CONFLICT when the customer has this file already. */
export async function insertCreditReport(db: Db, report: NewCreditReport): Promise<CreditReport> {
  return toReport(
    await runQuery(db, ({ creditReport }) => creditReport.create({ data: report, select: columns })),
  );
}

/** Null also for one that was deleted. */
export async function findCreditReport(db: Db, id: string): Promise<CreditReport | null> {
  const row = await runQuery(db, ({ creditReport }) =>
    creditReport.findUnique({ where: { id, deletedAt: null }, select: columns }),
  );
  return row && toReport(row);
}

/** Holds the row until the transaction ends. */
export async function lockCreditReport(db: Db, id: string): Promise<CreditReport | null> {
  await runQuery(
    db,
    (prisma) => prisma.$queryRaw`SELECT id FROM credit.report WHERE id = ${id}::uuid FOR UPDATE`,
  );
  return findCreditReport(db, id);
}

/** The import of that file that counts, if there is one. */
export async function findLiveReportOfFile(
  db: Db,
  customerId: string,
  sha256: string,
): Promise<CreditReport | null> {
  const row = await runQuery(db, ({ creditReport }) =>
    creditReport.findFirst({
      where: { customerId, sha256, deletedAt: null, state: { notIn: ["failed", "quarantined"] } },
      select: columns,
    }),
  );
  return row && toReport(row);
}

/** Newest first. */
export async function listCreditReports(
  db: Db,
  customerId: string,
  { after, limit }: { after?: PagePosition | undefined; limit: number },
): Promise<CreditReport[]> {
  const rows = await runQuery(db, ({ creditReport }) =>
    creditReport.findMany({
      where: {
        customerId,
        deletedAt: null,
        OR: createdBefore(after),
      },
      orderBy: newestFirst,
      take: limit,
      select: columns,
    }),
  );
  return rows.map(toReport);
}

/** Those that were read, the newest pull first. */
export async function listReadReports(db: Db, customerId: string): Promise<CreditReport[]> {
  const rows = await runQuery(db, ({ creditReport }) =>
    creditReport.findMany({
      where: { customerId, deletedAt: null, state: { in: ["parsed", "superseded"] } },
      orderBy: [{ pulledOn: "desc" }, { id: "desc" }],
      select: columns,
    }),
  );
  return rows.map(toReport);
}

export interface CreditReportChange {
  readonly state?: ReportState;
  readonly format?: string;
  readonly parserVersion?: string;
  readonly pulledOn?: string | null;
  readonly confidence?: number;
  readonly warnings?: Json;
  readonly files?: Json;
  readonly failure?: string | null;
  readonly sealedKey?: null;
  readonly deletedAt?: Date;
}

/** Changes the row, which the caller has locked, and counts its version up. */
export async function updateCreditReport(
  db: Db,
  id: string,
  { pulledOn, warnings, files, ...change }: CreditReportChange,
): Promise<CreditReport> {
  const row = await runQuery(db, ({ creditReport }) =>
    creditReport.update({
      where: { id },
      data: {
        ...change,
        pulledOn: fromCivil(pulledOn),
        warnings: toJson(warnings),
        files: toJson(files),
        version: { increment: 1 },
      },
      select: columns,
    }),
  );
  return toReport(row);
}

/** @returns whether this was the first time; the version stays, for nothing of the report changed. */
export async function markReportDelivered(db: Db, id: string, deliveredAt: Date): Promise<boolean> {
  const { count } = await runQuery(db, ({ creditReport }) =>
    creditReport.updateMany({ where: { id, deliveredAt: null }, data: { deliveredAt } }),
  );
  return count === 1;
}

/** Removes all that was read from a report; the row of the report itself stays. */
export async function deleteReportContents(db: Db, reportId: string): Promise<void> {
  await runQuery(db, async (prisma) => {
    await prisma.creditFinding.deleteMany({ where: { reportId } });
    await prisma.creditScore.deleteMany({ where: { reportId } });
    await prisma.creditOverlay.deleteMany({ where: { element: { reportId } } });
    await prisma.creditElement.deleteMany({ where: { reportId } });
  });
}
