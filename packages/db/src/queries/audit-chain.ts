import { createHash } from "node:crypto";

/** An audit row as text, exactly as PostgreSQL prints it: the hash is over these texts. */
export interface AuditChainRow {
  readonly seq: string;
  readonly at: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly actorRole: string;
  readonly action: string;
  readonly environment: string | null;
  readonly target: string;
  readonly reason: string;
  readonly outcome: string;
  readonly intentId: string | null;
  readonly seen: string | null;
  readonly details: string;
  readonly clientAddress: string;
  readonly prevHash: string;
  readonly hash: string;
}

/** Where the chain stands after a row. */
export interface ChainLink {
  readonly seq: number;
  readonly hash: string;
}

/** Before the first row. */
export const chainStart: ChainLink = { seq: 0, hash: "0".repeat(64) };

/** The link that the row makes, or null when it does not follow from `previous`. */
export function followChain(previous: ChainLink, row: AuditChainRow): ChainLink | null {
  const seq = previous.seq + 1;
  const whole = row.seq === String(seq) && row.prevHash === previous.hash && row.hash === hashAuditRow(row);
  return whole ? { seq, hash: row.hash } : null;
}

/** The same as `ops.chain_audit_event()` in the migrations, told apart from it to be a check on it. */
export function hashAuditRow(row: AuditChainRow): string {
  const fields = [
    row.prevHash,
    row.seq,
    row.at,
    row.actorId,
    row.actorName,
    row.actorRole,
    row.action,
    row.environment,
    row.target,
    row.reason,
    row.outcome,
    row.intentId,
    row.seen,
    row.details,
    row.clientAddress,
  ];
  return createHash("sha256").update(fields.map(encodeField).join("")).digest("hex");
}

/** Lengths keep fields apart: `ab` + `c` is not `a` + `bc`. */
function encodeField(value: string | null): string {
  return value === null ? "-" : `${Buffer.byteLength(value)}:${value}`;
}
