import { AppError } from "@horizon/errors";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { type Json, toJsonText } from "../json.ts";
import { type AuditChainRow, type ChainLink, chainStart, followChain } from "./audit-chain.ts";
import { type Page, toPage } from "./page-cursor.ts";

export interface NewAuditEvent {
  /** Null when the system acted by itself. */
  readonly actorId: string | null;
  readonly actorName: string;
  readonly actorRole: string;
  /** An ActionName, or an event of Horizon's own such as `approval.approved`. */
  readonly action: string;
  readonly environment: string | null;
  /** For people: `Rollout horizon-production/api-gateway`. */
  readonly target: string;
  readonly reason: string;
  readonly outcome: string;
  readonly intentId: string | null;
  readonly seen: Json;
  readonly details: { readonly [key: string]: Json };
  readonly clientAddress: string;
}

export interface AuditEvent extends Omit<NewAuditEvent, "details"> {
  /** 1, 2, 3, … without gaps. */
  readonly seq: number;
  readonly at: Date;
  readonly details: Json;
  readonly prevHash: string;
  readonly hash: string;
}

export interface AuditFilter {
  /** Part of the actor's name, in any case. */
  readonly actor?: string;
  readonly actorId?: string;
  readonly action?: string;
  readonly environment?: string;
  /** Part of the target, in any case. */
  readonly target?: string;
  readonly outcome?: string;
  readonly intentId?: string;
  readonly from?: Date;
  /** Exclusive. */
  readonly to?: Date;
  readonly cursor?: string;
  readonly limit: number;
}

export interface AuditVerification {
  readonly ok: boolean;
  /** Rows seen, until the first that breaks the chain. */
  readonly count: number;
  /** The number that is missing, or whose row was changed. */
  readonly firstBrokenSeq: number | null;
  readonly breach: "changed" | "missing" | null;
  /** Hash of the last good row. Kept elsewhere, it shows later whether rows were cut off at the end. */
  readonly headHash: string;
}

const columns = {
  seq: true,
  at: true,
  actorId: true,
  actorName: true,
  actorRole: true,
  action: true,
  environment: true,
  target: true,
  reason: true,
  outcome: true,
  intentId: true,
  seen: true,
  details: true,
  clientAddress: true,
  prevHash: true,
  hash: true,
} as const satisfies Prisma.AuditEventSelect;

const verifyPageSize = 1_000;

/**
 * Adds a row; number, time and hashes are the database's. Appends wait for each other until their transactions end, so
 * in a transaction it comes last.
 */
export async function appendAuditEvent(db: Db, event: NewAuditEvent): Promise<{ seq: number; hash: string }> {
  const seen = event.seen === null ? null : toJsonText(event.seen);
  const [row] = await runQuery(
    db,
    (prisma) => prisma.$queryRaw<{ seq: bigint; hash: string }[]>`
      INSERT INTO ops.audit_event (actor_id, actor_name, actor_role, action, environment, target, reason, outcome,
                                   intent_id, seen, details, client_address)
      VALUES (${event.actorId}::uuid, ${event.actorName}, ${event.actorRole}, ${event.action}, ${event.environment},
              ${event.target}, ${event.reason}, ${event.outcome}, ${event.intentId}::uuid, ${seen}::jsonb,
              ${toJsonText(event.details)}::jsonb, ${event.clientAddress})
      RETURNING seq, hash`,
  );
  if (row === undefined) throw new AppError("INTERNAL", "An audit event was not stored.");
  return { seq: Number(row.seq), hash: row.hash };
}

/** Newest first. */
export async function listAuditEvents(db: Db, filter: AuditFilter): Promise<Page<AuditEvent>> {
  const { actor, target, from, to, cursor, limit, actorId, action, environment, outcome, intentId } = filter;
  const rows = await runQuery(db, ({ auditEvent }) =>
    auditEvent.findMany({
      where: {
        ...{ actorId, action, environment, outcome, intentId },
        actorName: actor === undefined ? undefined : { contains: actor, mode: "insensitive" },
        target: target === undefined ? undefined : { contains: target, mode: "insensitive" },
        at: { gte: from, lt: to },
        seq: cursor === undefined ? undefined : { lt: parseSeq(cursor) },
      },
      orderBy: { seq: "desc" },
      take: limit + 1,
      select: columns,
    }),
  );
  return toPage(
    rows.map((row) => ({ ...row, seq: Number(row.seq) })),
    limit,
    ({ seq }) => String(seq),
  );
}

function parseSeq(cursor: string): bigint {
  if (!/^\d{1,18}$/.test(cursor)) throw new AppError("INVALID_INPUT", "The page cursor is not one of ours.");
  return BigInt(cursor);
}

/** Recomputes the chain from the first row, a page at a time, in this process and not in the database. */
export async function verifyAuditChain(db: Db): Promise<AuditVerification> {
  let link: ChainLink = chainStart;
  for (;;) {
    const rows = await readChainRows(db, link.seq);
    for (const row of rows) {
      const next = followChain(link, row);
      if (next === null) return { ok: false, count: link.seq, ...breachAt(link, row), headHash: link.hash };
      link = next;
    }
    if (rows.length < verifyPageSize) {
      return { ok: true, count: link.seq, firstBrokenSeq: null, breach: null, headHash: link.hash };
    }
  }
}

function breachAt(last: ChainLink, row: AuditChainRow): Pick<AuditVerification, "firstBrokenSeq" | "breach"> {
  const seq = last.seq + 1;
  return { firstBrokenSeq: seq, breach: row.seq === String(seq) ? "changed" : "missing" };
}

async function readChainRows(db: Db, afterSeq: number): Promise<AuditChainRow[]> {
  return runQuery(
    db,
    (prisma) => prisma.$queryRaw<AuditChainRow[]>`
      SELECT seq::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
             actor_id::text AS "actorId", actor_name AS "actorName", actor_role AS "actorRole", action, environment,
             target, reason, outcome, intent_id::text AS "intentId", seen::text, details::text,
             client_address AS "clientAddress", prev_hash AS "prevHash", hash
        FROM ops.audit_event WHERE seq > ${afterSeq} ORDER BY ops.audit_event.seq LIMIT ${verifyPageSize}`,
  );
}
