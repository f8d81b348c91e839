import { AppError } from "@horizon/errors";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { createdBefore, newestFirst, type PagePosition } from "../page-position.ts";
import { lockRow } from "./lock-row.ts";

export interface LetterTemplate {
  readonly id: string;
  readonly kind: string;
  /** Counts the versions of a kind. */
  readonly number: number;
  readonly body: string;
  readonly state: "draft" | "published" | "retired";
  readonly usedAt: Date | null;
  readonly publishedAt: Date | null;
  readonly createdBy: string | null;
  readonly version: number;
  readonly createdAt: Date;
}

const columns = {
  id: true,
  kind: true,
  number: true,
  body: true,
  state: true,
  usedAt: true,
  publishedAt: true,
  createdBy: true,
  version: true,
  createdAt: true,
} as const satisfies Prisma.DisputeLetterTemplateSelect;

type Row = Prisma.DisputeLetterTemplateGetPayload<{ select: typeof columns }>;
const toTemplate = (row: Row): LetterTemplate => ({ ...row, state: row.state as LetterTemplate["state"] });

/** A draft with the next number of its kind. @throws AppError CONFLICT when another was made at the same time. */
export async function createLetterTemplate(
  db: Db,
  template: { kind: string; body: string; createdBy: string },
): Promise<LetterTemplate> {
  const before = await runQuery(db, ({ disputeLetterTemplate }) =>
    disputeLetterTemplate.aggregate({ where: { kind: template.kind }, _max: { number: true } }),
  );
  const row = await runQuery(db, ({ disputeLetterTemplate }) =>
    disputeLetterTemplate.create({
      data: { ...template, number: (before._max.number ?? 0) + 1 },
      select: columns,
    }),
  );
  return toTemplate(row);
}

export async function findLetterTemplate(db: Db, id: string): Promise<LetterTemplate | null> {
  const row = await runQuery(db, ({ disputeLetterTemplate }) =>
    disputeLetterTemplate.findUnique({ where: { id }, select: columns }),
  );
  return row && toTemplate(row);
}

/** Holds the template until the transaction ends. @throws AppError NOT_FOUND */
export async function lockLetterTemplate(db: Db, id: string): Promise<LetterTemplate> {
  await lockRow(db, "letter_template", id);
  const template = await findLetterTemplate(db, id);
  if (template === null) throw new AppError("NOT_FOUND", "There is no such letter template.");
  return template;
}

/** What is rendered for a kind: its newest published version. @throws AppError NOT_FOUND */
export async function getPublishedTemplate(db: Db, kind: string): Promise<LetterTemplate> {
  const row = await runQuery(db, ({ disputeLetterTemplate }) =>
    disputeLetterTemplate.findFirst({
      where: { kind, state: "published" },
      orderBy: { number: "desc" },
      select: columns,
    }),
  );
  if (row === null) throw new AppError("NOT_FOUND", `There is no published letter template of ${kind}.`);
  return toTemplate(row);
}

/** Makes a new version, whichever it was; what is left out stays as it is. @throws AppError NOT_FOUND */
export async function updateLetterTemplate(
  db: Db,
  id: string,
  change: Partial<Pick<LetterTemplate, "body" | "state" | "publishedAt" | "usedAt">>,
): Promise<LetterTemplate> {
  const row = await runQuery(db, ({ disputeLetterTemplate }) =>
    disputeLetterTemplate.update({
      where: { id },
      data: { ...change, version: { increment: 1 } },
      select: columns,
    }),
  );
  return toTemplate(row);
}

/** The first use makes it immutable for good. */
export async function markTemplateUsed(db: Db, id: string, usedAt: Date): Promise<void> {
  await runQuery(db, ({ disputeLetterTemplate }) =>
    disputeLetterTemplate.updateMany({ where: { id, usedAt: null }, data: { usedAt } }),
  );
}

/** @throws AppError NOT_FOUND; INVALID_INPUT when letters were written from it. */
export async function deleteLetterTemplate(db: Db, id: string): Promise<void> {
  await runQuery(db, ({ disputeLetterTemplate }) =>
    disputeLetterTemplate.delete({ where: { id }, select: { id: true } }),
  );
}

export interface LetterTemplateFilter {
  readonly kind?: string | undefined;
  readonly cursor?: PagePosition | undefined;
  readonly limit: number;
}

/** Newest first, with one row more than `limit` when there are more. */
export async function listLetterTemplates(
  db: Db,
  { kind, cursor, limit }: LetterTemplateFilter,
): Promise<LetterTemplate[]> {
  const rows = await runQuery(db, ({ disputeLetterTemplate }) =>
    disputeLetterTemplate.findMany({
      where: {
        ...(kind ? { kind } : {}),
        OR: createdBefore(cursor),
      },
      orderBy: newestFirst,
      take: limit + 1,
      select: columns,
    }),
  );
  return rows.map(toTemplate);
}
