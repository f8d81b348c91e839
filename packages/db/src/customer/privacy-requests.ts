import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import type { IdPage } from "../id-page.ts";
import { type Json, toJson } from "../json.ts";
import { rowsBefore } from "../page-position.ts";
import type { PageWish } from "./page-wish.ts";

const columns = {
  id: true,
  customerId: true,
  kind: true,
  status: true,
  version: true,
  receivedAt: true,
  receivedOn: true,
  confirmBy: true,
  answerBy: true,
  confirmedAt: true,
  decidedAt: true,
  outcome: true,
} as const satisfies Prisma.PrivacyRequestSelect;

type Row = Prisma.PrivacyRequestGetPayload<{ select: typeof columns }>;
export type PrivacyRequest = Omit<Row, "receivedOn" | "confirmBy" | "answerBy" | "outcome"> & {
  readonly receivedOn: string;
  readonly confirmBy: string | null;
  readonly answerBy: string;
  readonly outcome: unknown;
};
export type PrivacyRequestStatus = Row["status"];

const toRequest = (row: Row): PrivacyRequest => ({
  ...row,
  receivedOn: toCivil(row.receivedOn),
  confirmBy: toCivil(row.confirmBy),
  answerBy: toCivil(row.answerBy),
});

export async function createPrivacyRequest(
  db: Db,
  request: Pick<
    PrivacyRequest,
    "id" | "customerId" | "kind" | "receivedAt" | "receivedOn" | "confirmBy" | "answerBy"
  >,
): Promise<PrivacyRequest> {
  const row = await runQuery(db, (prisma) =>
    prisma.privacyRequest.create({
      data: {
        ...request,
        receivedOn: fromCivil(request.receivedOn),
        confirmBy: fromCivil(request.confirmBy),
        answerBy: fromCivil(request.answerBy),
      },
      select: columns,
    }),
  );
  return toRequest(row);
}

/** Whose request it is; null when there is none. */
export async function findPrivacyRequestCustomer(db: Db, id: string): Promise<string | null> {
  const row = await runQuery(db, (prisma) =>
    prisma.privacyRequest.findUnique({ where: { id }, select: { customerId: true } }),
  );
  return row?.customerId ?? null;
}

/** Holds the row until the transaction ends. */
export async function lockPrivacyRequest(db: Db, id: string): Promise<PrivacyRequest | null> {
  await runQuery(
    db,
    (prisma) => prisma.$queryRaw`SELECT 1 FROM customer.privacy_request WHERE id = ${id}::uuid FOR UPDATE`,
  );
  const row = await runQuery(db, (prisma) =>
    prisma.privacyRequest.findUnique({ where: { id }, select: columns }),
  );
  return row === null ? null : toRequest(row);
}

/** Makes a new version, whichever it was; what is left out stays as it is. @throws AppError NOT_FOUND */
export async function updatePrivacyRequest(
  db: Db,
  id: string,
  change: {
    status?: PrivacyRequestStatus;
    answerBy?: string;
    confirmedAt?: Date;
    decidedAt?: Date;
    decidedBy?: string;
    outcome?: Json;
  },
): Promise<PrivacyRequest> {
  const { outcome, answerBy, ...rest } = change;
  const row = await runQuery(db, (prisma) =>
    prisma.privacyRequest.update({
      where: { id },
      data: {
        ...rest,
        answerBy: answerBy === undefined ? undefined : fromCivil(answerBy),
        outcome: toJson(outcome),
        version: { increment: 1 },
      },
      select: columns,
    }),
  );
  return toRequest(row);
}

/** Newest first, one more than `limit` if there are more. */
export async function listPrivacyRequests(
  db: Db,
  { customerId, cursor, limit }: PageWish & { readonly customerId: string },
): Promise<PrivacyRequest[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.privacyRequest.findMany({
      where: {
        customerId,
        OR: rowsBefore("receivedAt", cursor),
      },
      orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
      take: limit + 1,
      select: columns,
    }),
  );
  return rows.map(toRequest);
}

const open: PrivacyRequestStatus[] = ["received", "identity_check", "in_progress"];

/** Open requests that have to be answered by that date (`YYYY-MM-DD`) and were not reminded of yet. */
export async function listPrivacyRequestsDue(
  db: Db,
  by: string,
  { afterId, limit }: IdPage,
): Promise<PrivacyRequest[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.privacyRequest.findMany({
      where: {
        status: { in: open },
        answerBy: { lte: fromCivil(by) },
        remindedOn: null,
        id: { gt: afterId },
      },
      orderBy: { id: "asc" },
      take: limit,
      select: columns,
    }),
  );
  return rows.map(toRequest);
}

/** @returns false when it was reminded of, or decided, meanwhile. */
export async function markPrivacyReminded(db: Db, id: string, today: string): Promise<boolean> {
  const { count } = await runQuery(db, (prisma) =>
    prisma.privacyRequest.updateMany({
      where: { id, status: { in: open }, remindedOn: null },
      data: { remindedOn: fromCivil(today) },
    }),
  );
  return count === 1;
}
