import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import type { IdPage } from "../id-page.ts";
import { newestFirst } from "../page-position.ts";

type ConsentKind = "esign" | "report_access" | "marketing_email";

export interface NewConsent {
  readonly id: string;
  readonly customerId: string;
  readonly kind: ConsentKind;
  readonly version: string;
  readonly textSha256: string;
  readonly grantedAt: Date;
  readonly expiresAt: Date | null;
  readonly clientAddress: string;
  readonly userAgent: string;
}

export interface Consent {
  readonly id: string;
  readonly customerId: string;
  readonly kind: ConsentKind;
  readonly version: string;
  readonly textSha256: string;
  readonly grantedAt: Date;
  readonly expiresAt: Date | null;
  readonly withdrawnAt: Date | null;
}

const columns = {
  id: true,
  customerId: true,
  kind: true,
  version: true,
  textSha256: true,
  grantedAt: true,
  expiresAt: true,
  withdrawnAt: true,
} as const satisfies Prisma.CustomerConsentSelect;

/** It takes the place of an earlier one of its kind. */
export async function grantConsent(db: Db, consent: NewConsent): Promise<Consent> {
  const { customerId, kind } = consent;
  return runQuery(db, async (prisma) => {
    await prisma.customerConsent.updateMany({
      where: { customerId, kind, current: true },
      data: { current: null },
    });
    return prisma.customerConsent.create({ data: { ...consent, current: true }, select: columns });
  });
}

/** @returns the consent that was withdrawn, or null when there was none. */
export async function withdrawConsent(
  db: Db,
  customerId: string,
  kind: ConsentKind,
  now: Date,
): Promise<Consent | null> {
  const [row] = await runQuery(db, (prisma) =>
    prisma.customerConsent.updateManyAndReturn({
      where: { customerId, kind, current: true },
      data: { current: null, withdrawnAt: now },
      select: columns,
    }),
  );
  return row ?? null;
}

/** The newest of each kind that was neither withdrawn nor replaced; whether it counts depends on its version and end. */
export async function listCurrentConsents(db: Db, customerId: string): Promise<Consent[]> {
  return runQuery(db, (prisma) =>
    prisma.customerConsent.findMany({
      where: { customerId, current: true },
      orderBy: [{ kind: "asc" }],
      select: columns,
    }),
  );
}

/** Consents that ran out and were not ended yet. */
export async function listExpiredConsents(db: Db, now: Date, { afterId, limit }: IdPage): Promise<Consent[]> {
  return runQuery(db, (prisma) =>
    prisma.customerConsent.findMany({
      where: { current: true, expiresAt: { lte: now }, id: { gt: afterId } },
      orderBy: { id: "asc" },
      take: limit,
      select: columns,
    }),
  );
}

/** @returns false when it was ended or replaced meanwhile. */
export async function endConsent(db: Db, id: string): Promise<boolean> {
  const { count } = await runQuery(db, (prisma) =>
    prisma.customerConsent.updateMany({ where: { id, current: true }, data: { current: null } }),
  );
  return count === 1;
}

export interface EsignChallenge {
  readonly id: string;
  readonly customerId: string;
  readonly version: string;
  /** SHA-256, hexadecimal, of the code that stands in the PDF. */
  readonly codeHash: string;
  readonly attempts: number;
  readonly expiresAt: Date;
  readonly provenAt: Date | null;
}

const challengeColumns = {
  id: true,
  customerId: true,
  version: true,
  codeHash: true,
  attempts: true,
  expiresAt: true,
  provenAt: true,
} as const satisfies Prisma.EsignChallengeSelect;

/** The newest challenge alone counts. */
export async function createEsignChallenge(
  db: Db,
  challenge: Pick<EsignChallenge, "id" | "customerId" | "version" | "codeHash" | "expiresAt">,
  now: Date,
): Promise<EsignChallenge> {
  return runQuery(db, (prisma) =>
    prisma.esignChallenge.create({ data: { ...challenge, createdAt: now }, select: challengeColumns }),
  );
}

/** Counts an attempt and tells the newest challenge as it is then; null when there is none. */
export async function countEsignAttempt(db: Db, customerId: string): Promise<EsignChallenge | null> {
  return runQuery(db, async (prisma) => {
    const newest = await prisma.esignChallenge.findFirst({
      where: { customerId },
      orderBy: newestFirst,
      select: { id: true },
    });
    if (newest === null) return null;
    return prisma.esignChallenge.update({
      where: { id: newest.id },
      data: { attempts: { increment: 1 } },
      select: challengeColumns,
    });
  });
}

/** @throws AppError NOT_FOUND */
export async function markEsignProven(db: Db, id: string, now: Date): Promise<void> {
  await runQuery(db, (prisma) =>
    prisma.esignChallenge.update({ where: { id }, data: { provenAt: now }, select: { id: true } }),
  );
}
