import { createHash } from "node:crypto";
import type { ServiceSchema } from "@horizon/contracts/backend";
import { type Db, runQuery } from "../db.ts";
import type { Json } from "../json.ts";
import { serviceTable } from "./service-table.ts";

export interface NewAudit {
  /** Id of the user, client or service; never a name. */
  readonly actor: string;
  readonly actorRole: string;
  /** Whose right was used, when it is not the actor's own. */
  readonly onBehalfOf?: string | undefined;
  /** The operation, such as `contract.sign`. */
  readonly action: string;
  readonly objectType: string;
  readonly objectId: string;
  /** States before and after; only their SHA-256 is kept, for they may hold personal data. */
  readonly before?: Json;
  readonly after?: Json;
  readonly reason?: string | undefined;
  /** Ids, dates and enums. */
  readonly details?: Json;
  readonly clientAddress?: string | undefined;
  readonly requestId?: string | undefined;
}

/** Appends to the schema's hash chain. Do it last in a transaction: it holds up other appends until that ends. */
export async function appendAudit(db: Db, schema: ServiceSchema, event: NewAudit): Promise<void> {
  const { actor, actorRole, action, objectType, objectId } = event;
  await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      INSERT INTO ${serviceTable(schema, "audit_event")}
        (actor, actor_role, on_behalf_of, action, object_type, object_id, before_hash, after_hash, reason, details,
         client_address, request_id)
      VALUES (${actor}, ${actorRole}, ${event.onBehalfOf ?? null}, ${action}, ${objectType}, ${objectId},
        ${hashState(event.before)}, ${hashState(event.after)}, ${event.reason ?? null},
        ${JSON.stringify(event.details ?? {})}::jsonb, ${event.clientAddress ?? null}, ${event.requestId ?? null})`,
  );
}

/** As `appendAudit`, for several in their order, with one statement. */
export async function appendAudits(
  db: Db,
  schema: ServiceSchema,
  events: readonly NewAudit[],
): Promise<void> {
  if (events.length === 0) return;
  const texts = (value: (event: NewAudit) => string | null | undefined) =>
    events.map((event) => value(event) ?? null);
  await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      INSERT INTO ${serviceTable(schema, "audit_event")}
        (actor, actor_role, on_behalf_of, action, object_type, object_id, before_hash, after_hash, reason, details,
         client_address, request_id)
      SELECT actor, actor_role, on_behalf_of, action, object_type, object_id, before_hash, after_hash, reason, details,
             client_address, request_id
        FROM unnest(${texts(({ actor }) => actor)}::text[], ${texts(({ actorRole }) => actorRole)}::text[],
                    ${texts(({ onBehalfOf }) => onBehalfOf)}::text[], ${texts(({ action }) => action)}::text[],
                    ${texts(({ objectType }) => objectType)}::text[], ${texts(({ objectId }) => objectId)}::text[],
                    ${texts(({ before }) => hashState(before))}::text[], ${texts(({ after }) => hashState(after))}::text[],
                    ${texts(({ reason }) => reason)}::text[], ${texts(({ details }) => JSON.stringify(details ?? {}))}::jsonb[],
                    ${texts(({ clientAddress }) => clientAddress)}::text[], ${texts(({ requestId }) => requestId)}::text[])
             WITH ORDINALITY AS new (actor, actor_role, on_behalf_of, action, object_type, object_id, before_hash, after_hash, reason,
                                     details, client_address, request_id, place)
       ORDER BY place`,
  );
}

function hashState(state: Json | undefined): string | null {
  if (state === undefined || state === null) return null;
  return createHash("sha256").update(JSON.stringify(state)).digest("hex");
}

export interface ServiceAuditEvent {
  readonly seq: number;
  readonly at: Date;
  readonly actor: string;
  readonly actorRole: string;
  readonly onBehalfOf: string | null;
  readonly action: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly reason: string | null;
  readonly details: Json;
  readonly requestId: string | null;
}

export interface AuditFilter {
  readonly objectType?: string;
  readonly objectId?: string;
  /** Rows before this one; the newest first. */
  readonly beforeSeq?: number;
  readonly limit: number;
}

/** Newest first. */
export async function listAudit(
  db: Db,
  schema: ServiceSchema,
  { objectType, objectId, beforeSeq, limit }: AuditFilter,
): Promise<ServiceAuditEvent[]> {
  const rows = await runQuery(
    db,
    (prisma) => prisma.$queryRaw<(Omit<ServiceAuditEvent, "seq"> & { seq: bigint })[]>`
      SELECT seq, at, actor, actor_role AS "actorRole", on_behalf_of AS "onBehalfOf", action, object_type AS "objectType",
             object_id AS "objectId", reason, details, request_id AS "requestId"
        FROM ${serviceTable(schema, "audit_event")}
       WHERE (${objectType ?? null}::text IS NULL OR object_type = ${objectType ?? null})
         AND (${objectId ?? null}::text IS NULL OR object_id = ${objectId ?? null})
         AND (${beforeSeq ?? null}::bigint IS NULL OR seq < ${beforeSeq ?? null}::bigint)
       ORDER BY seq DESC LIMIT ${limit}`,
  );
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

/** Rows read at once when the chain is verified. */
const batchSize = 5_000;
const hashed =
  "actor, actor_role, on_behalf_of, action, object_type, object_id, before_hash, after_hash, reason, details::text AS details, client_address, request_id";

/**
 * Recomputes the chain from its first row. A row that was changed, removed or put in by hand breaks it, there and after.
 *
 * @returns how many rows hold, and the seq of the first that does not, or null.
 */
export async function verifyAuditChain(
  db: Db,
  schema: ServiceSchema,
): Promise<{ verified: number; brokenAt: number | null }> {
  let previous = { seq: 0, hash: "0".repeat(64) };
  for (;;) {
    const rows = await runQuery(db, (prisma) =>
      prisma.$queryRawUnsafe<Record<string, string | null>[]>(
        `SELECT seq::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, ${hashed}, prev_hash, hash
           FROM "${schema}".audit_event AS a WHERE a.seq > $1 ORDER BY a.seq LIMIT ${batchSize}`,
        previous.seq,
      ),
    );
    for (const row of rows) {
      const { seq, hash, prev_hash, at, ...values } = row;
      const text = [prev_hash, seq, at, ...Object.values(values)].map(encodeField).join("");
      const whole =
        seq === String(previous.seq + 1) &&
        prev_hash === previous.hash &&
        hash === createHash("sha256").update(text).digest("hex");
      if (!whole) return { verified: previous.seq, brokenAt: previous.seq + 1 };
      previous = { seq: Number(seq), hash };
    }
    if (rows.length < batchSize) return { verified: previous.seq, brokenAt: null };
  }
}

function encodeField(value: string | null | undefined): string {
  return value === null || value === undefined ? "-" : `${Buffer.byteLength(value)}:${value}`;
}
