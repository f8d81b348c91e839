import { z } from "zod";
import { type Db, runQuery } from "../db.ts";

/** Public part of an EC key, as it is published (RFC 7517). */
const publicJwk = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string().min(1),
  y: z.string().min(1),
  kid: z.string().min(1),
  use: z.literal("sig"),
  alg: z.literal("ES256"),
});
export type PublicJwk = z.infer<typeof publicJwk>;

export interface SigningKey {
  readonly kid: string;
  readonly state: "next" | "current" | "retired";
  readonly publicJwk: PublicJwk;
  readonly sealedPrivate: string;
  readonly createdAt: Date;
  readonly activatedAt: Date | null;
  readonly retiredAt: Date | null;
}

/** One rotation at a time, until the transaction ends. */
export async function lockSigningKeys(db: Db): Promise<void> {
  await runQuery(
    db,
    (prisma) => prisma.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('auth.signing_key', 0))`,
  );
}

/** All that are published, oldest first. */
export async function listSigningKeys(db: Db): Promise<SigningKey[]> {
  const rows = await runQuery(db, ({ authSigningKey }) =>
    authSigningKey.findMany({
      orderBy: [{ createdAt: "asc" }, { kid: "asc" }],
      select: {
        kid: true,
        state: true,
        publicJwk: true,
        sealedPrivate: true,
        createdAt: true,
        activatedAt: true,
        retiredAt: true,
      },
    }),
  );
  return rows.map((row) => ({ ...row, publicJwk: publicJwk.parse(row.publicJwk) }));
}

/** @throws AppError CONFLICT when there is a current key, or a next one, and this would be another. */
export async function createSigningKey(db: Db, key: Omit<SigningKey, "retiredAt">): Promise<void> {
  await runQuery(db, ({ authSigningKey }) => authSigningKey.createMany({ data: [key] }));
}

/** In a transaction: one key signs at any time. */
export async function activateSigningKey(
  db: Db,
  { kid, retire, at }: { kid: string; retire: string | null; at: Date },
): Promise<void> {
  await runQuery(db, async ({ authSigningKey }) => {
    if (retire !== null) {
      await authSigningKey.updateMany({ where: { kid: retire }, data: { state: "retired", retiredAt: at } });
    }
    await authSigningKey.updateMany({ where: { kid }, data: { state: "current", activatedAt: at } });
  });
}

/** Puts the same private key, sealed under another key, in place of the old seal. One that is gone is no error. */
export async function resealSigningKey(db: Db, kid: string, sealedPrivate: string): Promise<void> {
  await runQuery(db, ({ authSigningKey }) =>
    authSigningKey.updateMany({ where: { kid }, data: { sealedPrivate } }),
  );
}

/** Only one that is retired; any other stays, and neither is an error. */
export async function deleteSigningKey(db: Db, kid: string): Promise<void> {
  await runQuery(db, ({ authSigningKey }) => authSigningKey.deleteMany({ where: { kid, state: "retired" } }));
}
