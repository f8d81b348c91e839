import type { ServiceSchema } from "@horizon/contracts/backend";
import { type Db, runQuery } from "../db.ts";
import { deleteOldRows } from "../delete-old-rows.ts";
import { serviceTable } from "./service-table.ts";

/** One wish of one caller: the same key of another operation or caller is another wish. */
export interface IdempotencyScope {
  readonly principal: string;
  readonly operation: string;
  readonly key: string;
}

export interface StoredAnswer {
  readonly requestHash: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * Takes the wish for the rest of the transaction.
 *
 * @returns `busy` when another transaction holds it, the answer when it was given before, null when it is new.
 */
export async function claimIdempotencyKey(
  db: Db,
  schema: ServiceSchema,
  { principal, operation, key }: IdempotencyScope,
): Promise<StoredAnswer | "busy" | null> {
  const lockName = [schema, principal, operation, key].join("\u001f");
  const [lock] = await runQuery(
    db,
    (prisma) =>
      prisma.$queryRaw<
        { taken: boolean }[]
      >`SELECT pg_try_advisory_xact_lock(hashtextextended(${lockName}, 1)) AS taken`,
  );
  return lock?.taken ? findIdempotentAnswer(db, schema, { principal, operation, key }) : "busy";
}

/** The answer that was given before, null when the wish is new. For effects with a transaction of their own, which no lock can span. */
export async function findIdempotentAnswer(
  db: Db,
  schema: ServiceSchema,
  { principal, operation, key }: IdempotencyScope,
): Promise<StoredAnswer | null> {
  const [row] = await runQuery(
    db,
    (prisma) => prisma.$queryRaw<StoredAnswer[]>`
      SELECT request_hash AS "requestHash", status, headers, body FROM ${serviceTable(schema, "idempotency_key")}
      WHERE principal = ${principal} AND operation = ${operation} AND key = ${key}`,
  );
  return row ?? null;
}

/**
 * Stores the answer in the transaction of the effect, so that a retry after a lost reply gets the same one. Where the effect has a transaction
 * of its own two may come this far at once; the first answer is kept.
 */
export async function storeIdempotentAnswer(
  db: Db,
  schema: ServiceSchema,
  { principal, operation, key }: IdempotencyScope,
  { requestHash, status, headers, body }: StoredAnswer,
): Promise<void> {
  await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      INSERT INTO ${serviceTable(schema, "idempotency_key")} (principal, operation, key, request_hash, status, headers, body)
      VALUES (${principal}, ${operation}, ${key}, ${requestHash}, ${status}, ${JSON.stringify(headers)}::jsonb,
              ${body === undefined ? null : JSON.stringify(body)}::jsonb)
      ON CONFLICT DO NOTHING`,
  );
}

/** Forgets answers older than `before`; callers are promised 24 hours. */
export async function purgeIdempotencyKeys(db: Db, schema: ServiceSchema, before: Date): Promise<number> {
  return deleteOldRows(db, serviceTable(schema, "idempotency_key"), "created_at", before);
}
