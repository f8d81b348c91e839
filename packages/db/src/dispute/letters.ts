import type { LetterState } from "@horizon/contracts/backend";
import { AppError } from "@horizon/errors";
import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { type Json, toJson } from "../json.ts";
import { lockRow } from "./lock-row.ts";

export type LetterChannel = "certified" | "first_class" | "manual" | "portal";

export interface NewLetter {
  readonly roundId: string;
  readonly customerId: string;
  readonly kind: string;
  readonly templateId: string;
  readonly merge: Json;
  readonly text: string;
  readonly sha256: string;
  readonly pages: number;
  readonly authorId: string;
  readonly pdf: Uint8Array;
}

export interface LetterApproval {
  readonly role: "customer" | "compliance";
  readonly approvedBy: string;
  readonly sha256: string;
}

export interface DisputeLetter extends Omit<NewLetter, "pdf"> {
  readonly id: string;
  readonly state: LetterState;
  readonly channel: LetterChannel | null;
  readonly sendRequestedAt: Date | null;
  readonly providerLetterId: string | null;
  readonly trackingNumber: string | null;
  readonly proofDocumentId: string | null;
  readonly mailedOn: string | null;
  readonly deliveredOn: string | null;
  readonly failReason: string | null;
  readonly approvals: readonly LetterApproval[];
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = {
  id: true,
  roundId: true,
  customerId: true,
  kind: true,
  templateId: true,
  merge: true,
  text: true,
  sha256: true,
  pages: true,
  state: true,
  channel: true,
  authorId: true,
  sendRequestedAt: true,
  providerLetterId: true,
  trackingNumber: true,
  proofDocumentId: true,
  mailedOn: true,
  deliveredOn: true,
  failReason: true,
  version: true,
  createdAt: true,
  updatedAt: true,
  approvals: { select: { role: true, approvedBy: true, sha256: true }, orderBy: { role: "asc" } },
} as const satisfies Prisma.DisputeLetterSelect;

type Row = Prisma.DisputeLetterGetPayload<{ select: typeof columns }>;

function toLetter(row: Row): DisputeLetter {
  return {
    ...row,
    merge: row.merge as Json,
    state: row.state as LetterState,
    channel: row.channel as LetterChannel | null,
    mailedOn: toCivil(row.mailedOn),
    deliveredOn: toCivil(row.deliveredOn),
    approvals: row.approvals.map((approval) => ({
      ...approval,
      role: approval.role as LetterApproval["role"],
    })),
  };
}

/** @throws AppError CONFLICT when the round has a living letter. */
export async function createLetter(db: Db, { pdf, merge, ...letter }: NewLetter): Promise<DisputeLetter> {
  const row = await runQuery(db, ({ disputeLetter }) =>
    disputeLetter.create({
      data: {
        ...letter,
        merge: toJson(merge),
        openRoundId: letter.roundId,
        pdf: { create: { bytes: new Uint8Array(pdf) } },
      },
      select: columns,
    }),
  );
  return toLetter(row);
}

export async function findLetter(db: Db, id: string): Promise<DisputeLetter | null> {
  const row = await runQuery(db, ({ disputeLetter }) =>
    disputeLetter.findUnique({ where: { id }, select: columns }),
  );
  return row && toLetter(row);
}

/** Holds the letter until the transaction ends. @throws AppError NOT_FOUND */
export async function lockLetter(db: Db, id: string): Promise<DisputeLetter> {
  await lockRow(db, "letter", id);
  const letter = await findLetter(db, id);
  if (letter === null) throw new AppError("NOT_FOUND", "There is no such letter.");
  return letter;
}

/** @throws AppError NOT_FOUND */
export async function getLetterPdf(db: Db, letterId: string): Promise<Uint8Array> {
  const row = await runQuery(db, ({ disputeLetterPdf }) =>
    disputeLetterPdf.findUnique({ where: { letterId }, select: { bytes: true } }),
  );
  if (row === null) throw new AppError("NOT_FOUND", "There is no such letter.");
  return row.bytes;
}

export interface LetterChange {
  readonly state?: LetterState;
  readonly channel?: LetterChannel;
  readonly sendRequestedAt?: Date;
  readonly providerLetterId?: string;
  readonly trackingNumber?: string | null;
  readonly proofDocumentId?: string | null;
  readonly mailedOn?: string;
  readonly deliveredOn?: string;
  readonly failReason?: string;
}

/** States after which the round may have another letter. */
const over: ReadonlySet<LetterState> = new Set(["cancelled", "failed", "returned"]);

/** Changes a letter that the transaction holds; its version goes up by one. */
export async function updateLetter(db: Db, id: string, change: LetterChange): Promise<DisputeLetter> {
  const row = await runQuery(db, ({ disputeLetter }) =>
    disputeLetter.update({
      where: { id },
      data: {
        ...change,
        mailedOn: fromCivil(change.mailedOn),
        deliveredOn: fromCivil(change.deliveredOn),
        ...(change.state && over.has(change.state) ? { openRoundId: null } : {}),
        version: { increment: 1 },
      },
      select: columns,
    }),
  );
  return toLetter(row);
}

/** @returns false when this capacity approved before. */
export async function addLetterApproval(
  db: Db,
  letterId: string,
  { role, approvedBy, sha256 }: LetterApproval,
): Promise<boolean> {
  const { count } = await runQuery(db, ({ disputeLetterApproval }) =>
    disputeLetterApproval.createMany({
      data: [{ letterId, role, approvedBy, sha256 }],
      skipDuplicates: true,
    }),
  );
  return count === 1;
}

/** The living letter of a round, or null. */
export async function findLivingLetter(db: Db, roundId: string): Promise<DisputeLetter | null> {
  const row = await runQuery(db, ({ disputeLetter }) =>
    disputeLetter.findUnique({ where: { openRoundId: roundId }, select: columns }),
  );
  return row && toLetter(row);
}

export async function findLetterByProviderId(
  db: Db,
  providerLetterId: string,
): Promise<{ readonly id: string } | null> {
  return runQuery(db, ({ disputeLetter }) =>
    disputeLetter.findUnique({ where: { providerLetterId }, select: { id: true } }),
  );
}

/** How many letters of a customer were asked to be sent since then; the postage cap. */
export async function countSendRequests(db: Db, customerId: string, since: Date): Promise<number> {
  return runQuery(db, ({ disputeLetter }) =>
    disputeLetter.count({ where: { customerId, sendRequestedAt: { gte: since } } }),
  );
}

/** Letters with the mailer that were not asked about since then, the longest ago first. */
export async function listLettersToPoll(
  db: Db,
  polledBefore: Date,
  limit: number,
): Promise<{ readonly id: string; readonly providerLetterId: string }[]> {
  const rows = await runQuery(db, ({ disputeLetter }) =>
    disputeLetter.findMany({
      where: {
        state: { in: ["accepted_by_mailer", "mailed", "in_transit"] },
        providerLetterId: { not: null },
        OR: [{ polledAt: null }, { polledAt: { lt: polledBefore } }],
      },
      orderBy: [{ polledAt: { sort: "asc", nulls: "first" } }, { id: "asc" }],
      take: limit,
      select: { id: true, providerLetterId: true },
    }),
  );
  return rows.flatMap(({ id, providerLetterId }) => (providerLetterId ? [{ id, providerLetterId }] : []));
}

/** Notes when the provider was last asked. One that is gone is no error. */
export async function markLetterPolled(db: Db, id: string, polledAt: Date): Promise<void> {
  await runQuery(db, ({ disputeLetter }) => disputeLetter.updateMany({ where: { id }, data: { polledAt } }));
}
