import type { ChangeType, FieldChange } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { toJsonText } from "../json.ts";
import { newId } from "../new-id.ts";
import { rowsBefore } from "../page-position.ts";
import { decodeCursor, encodeCursor, type Page, toPage } from "./page-cursor.ts";

export interface NewChange {
  readonly at: Date;
  readonly environment: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly service: string | null;
  readonly changeType: ChangeType;
  /** One sentence. */
  readonly summary: string;
  readonly fields: readonly FieldChange[];
  /** Filled when an intent caused it. */
  readonly actor: string | null;
  readonly reason: string | null;
  readonly intentId: string | null;
  readonly uid: string;
  readonly generation: number | null;
  readonly resourceVersion: string;
}

export interface Change extends NewChange {
  readonly id: string;
}

export interface ChangeFilter {
  readonly environment?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly service?: string;
  readonly types?: readonly ChangeType[];
  /** Part of the actor's name, in any case. */
  readonly actor?: string;
  readonly from?: Date;
  /** Exclusive. */
  readonly to?: Date;
  readonly cursor?: string;
  readonly limit: number;
}

const columns = {
  id: true,
  at: true,
  environment: true,
  cluster: true,
  namespace: true,
  kind: true,
  name: true,
  service: true,
  changeType: true,
  summary: true,
  fields: true,
  actor: true,
  reason: true,
  intentId: true,
  uid: true,
  generation: true,
  resourceVersion: true,
} as const satisfies Prisma.ChangeSelect;

/**
 * Stores changes and returns those that were new. What another replica of ops-server saw first, the same type of change
 * of the same object at the same resourceVersion, is left out.
 */
export async function insertChanges(db: Db, changes: readonly NewChange[]): Promise<Change[]> {
  if (changes.length === 0) return [];
  const rows = changes.map((change): Change => ({ ...change, id: newId() }));
  // One parameter: the client would compile a statement of as many as there are values, at every call.
  const inserted = await runQuery(
    db,
    (prisma) => prisma.$queryRaw<{ id: string }[]>`
      INSERT INTO ops.change (id, at, environment, cluster, namespace, kind, name, service, change_type, summary, fields,
                              actor, reason, intent_id, uid, generation, resource_version)
      SELECT id, at, environment, cluster, namespace, kind, name, service, "changeType", summary, fields,
             actor, reason, "intentId", uid, generation, "resourceVersion"
        FROM jsonb_to_recordset(${toJsonText(rows)}::jsonb) AS new(
             id uuid, at timestamptz, environment text, cluster text, namespace text, kind text, name text, service text,
             "changeType" text, summary text, fields jsonb, actor text, reason text, "intentId" uuid, uid text,
             generation bigint, "resourceVersion" text)
       -- The same order in every replica, or two of them may deadlock.
       ORDER BY cluster, uid, "resourceVersion", "changeType", id
      ON CONFLICT DO NOTHING
      RETURNING id`,
  );
  const ids = new Set(inserted.map(({ id }) => id));
  return rows.filter(({ id }) => ids.has(id));
}

/** @throws AppError NOT_FOUND */
export async function getChange(db: Db, id: string): Promise<Change> {
  const row = await runQuery(db, ({ change }) => change.findUnique({ where: { id }, select: columns }));
  if (row === null) throw new AppError("NOT_FOUND", "There is no such change.");
  return toChange(row);
}

/** Newest first. */
export async function listChanges(db: Db, filter: ChangeFilter): Promise<Page<Change>> {
  const { types, actor, from, to, cursor, limit, environment, cluster, namespace, kind, name, service } =
    filter;
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const rows = await runQuery(db, ({ change }) =>
    change.findMany({
      where: {
        ...{ environment, cluster, namespace, kind, name, service },
        changeType: types && { in: [...types] },
        actor: actor === undefined ? undefined : { contains: actor, mode: "insensitive" },
        at: { gte: from, lt: to, lte: after?.at },
        OR: rowsBefore("at", after),
      },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: limit + 1,
      select: columns,
    }),
  );
  return toPage(rows.map(toChange), limit, encodeCursor);
}

/** Columns that are text or jsonb in the database hold what `insertChanges` wrote. */
function toChange(row: Prisma.ChangeGetPayload<{ select: typeof columns }>): Change {
  return {
    ...row,
    changeType: row.changeType as ChangeType,
    fields: row.fields as unknown as FieldChange[],
    generation: row.generation === null ? null : Number(row.generation),
  };
}
