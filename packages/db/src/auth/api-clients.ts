import { z } from "zod";
import { type Db, runQuery } from "../db.ts";
import type { Json } from "../json.ts";
import { createdBefore, newestFirst, type PagePosition } from "../page-position.ts";

const clientJwks = z.object({ keys: z.array(z.record(z.string(), z.json())) });
export type ClientJwks = z.infer<typeof clientJwks>;

export interface ApiClient {
  readonly id: string;
  readonly name: string;
  /** Null for a client that signs with its own key. */
  readonly secretHash: string | null;
  readonly jwks: ClientJwks | null;
  readonly scopes: string[];
  readonly allowedAddresses: string[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

const columns = {
  id: true,
  name: true,
  secretHash: true,
  jwks: true,
  scopes: true,
  allowedAddresses: true,
  createdBy: true,
  createdAt: true,
  revokedAt: true,
} as const;

interface StoredClient extends Omit<ApiClient, "jwks"> {
  readonly jwks: unknown;
}

function toClient(row: StoredClient): ApiClient {
  return { ...row, jwks: row.jwks === null ? null : clientJwks.parse(row.jwks) };
}

export async function createApiClient(
  db: Db,
  { jwks, ...client }: Omit<ApiClient, "id" | "revokedAt">,
): Promise<ApiClient> {
  const data = { ...client, ...(jwks === null ? {} : { jwks: jwks as Exclude<Json, null> }) };
  return toClient(await runQuery(db, ({ authApiClient }) => authApiClient.create({ data, select: columns })));
}

/** Revoked ones are found too: look at `revokedAt`. */
export async function findApiClient(db: Db, id: string): Promise<ApiClient | null> {
  const row = await runQuery(db, ({ authApiClient }) =>
    authApiClient.findUnique({ where: { id }, select: columns }),
  );
  return row === null ? null : toClient(row);
}

/** Newest first; one row more than `limit` when there are more. */
export async function listApiClients(
  db: Db,
  { before, limit }: { readonly before?: PagePosition | undefined; readonly limit: number },
): Promise<ApiClient[]> {
  const rows = await runQuery(db, ({ authApiClient }) =>
    authApiClient.findMany({
      where: { OR: createdBefore(before) },
      orderBy: newestFirst,
      take: limit + 1,
      select: columns,
    }),
  );
  return rows.map(toClient);
}

/** @returns false when it was revoked before, or never was. */
export async function revokeApiClient(db: Db, id: string, at: Date): Promise<boolean> {
  const { count } = await runQuery(db, ({ authApiClient }) =>
    authApiClient.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } }),
  );
  return count === 1;
}

/** @returns false when the client used this assertion before. */
export async function useClientAssertion(
  db: Db,
  assertion: { clientId: string; jti: string; expiresAt: Date },
): Promise<boolean> {
  const { count } = await runQuery(db, ({ authClientAssertion }) =>
    authClientAssertion.createMany({ data: [assertion], skipDuplicates: true }),
  );
  return count === 1;
}
