import type { ActionName, IntentState, Role } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { type Json, toJson, toNullableJson } from "../json.ts";
import { createdBefore, newestFirst } from "../page-position.ts";
import { decodeCursor, encodeCursor, type Page, toPage } from "./page-cursor.ts";

/** What was asked, by whom, why, and on what sight. Never changes once stored. */
export interface IntentRequest {
  /** One a click: the same key of the same actor is the same intent. */
  readonly idempotencyKey: string;
  /** Digest of the request's body: the same key with another body is a conflict. */
  readonly bodyDigest: string;
  /** Digest of what was asked, to which an approval is bound. */
  readonly digest: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly actorRole: Role;
  readonly action: ActionName;
  /** Null for changes to Horizon itself. */
  readonly environment: string | null;
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly kind: string;
  readonly name: string;
  readonly reason: string;
  readonly command: Json;
  readonly seen: Json;
  readonly clientAddress: string;
  readonly userAgent: string;
}

export interface NewIntent extends IntentRequest {
  readonly state?: IntentState;
  readonly guards: Json;
  readonly message?: string;
}

/** What became of it. A null json value is SQL NULL; undefined leaves the column alone. */
export interface IntentProgress {
  readonly message?: string;
  readonly guards?: Json;
  /** The patch that is sent. */
  readonly request?: Json;
  /** The API server's answer. */
  readonly response?: Json;
  /** What was observed. */
  readonly outcome?: Json;
  readonly actedAt?: Date;
  readonly observedAt?: Date;
}

export interface Intent extends IntentRequest {
  readonly id: string;
  readonly state: IntentState;
  readonly message: string;
  readonly guards: Json;
  readonly request: Json;
  readonly response: Json;
  readonly outcome: Json;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly actedAt: Date | null;
  readonly observedAt: Date | null;
}

export interface IntentFilter {
  readonly states?: readonly IntentState[];
  readonly actorId?: string;
  readonly action?: ActionName;
  readonly environment?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly cursor?: string;
  readonly limit: number;
}

/** States in which an intent still needs work after a restart. Those awaiting approval wait for a person. */
const unfinished = ["requested", "approved", "acting", "accepted"] as const satisfies readonly IntentState[];

const columns = {
  id: true,
  idempotencyKey: true,
  bodyDigest: true,
  digest: true,
  actorId: true,
  actorName: true,
  actorRole: true,
  action: true,
  environment: true,
  cluster: true,
  namespace: true,
  kind: true,
  name: true,
  reason: true,
  command: true,
  seen: true,
  guards: true,
  state: true,
  message: true,
  request: true,
  response: true,
  outcome: true,
  clientAddress: true,
  userAgent: true,
  createdAt: true,
  updatedAt: true,
  actedAt: true,
  observedAt: true,
} as const satisfies Prisma.IntentSelect;

type Row = Prisma.IntentGetPayload<{ select: typeof columns }>;

/** The column is text, so that actions can be added without a migration; only ours are ever written. */
function toIntent(row: Row): Intent {
  return { ...row, action: row.action as ActionName };
}

/**
 * Stores an intent, or returns the one that the same click stored before, whatever became of it since.
 *
 * @returns `created`: whether it is new, so that only one of several callers goes on to act.
 * @throws AppError CONFLICT when the key was used with another body.
 */
export async function createIntent(db: Db, intent: NewIntent): Promise<{ intent: Intent; created: boolean }> {
  const { command, seen, guards, ...rest } = intent;
  const data = { ...rest, command: toJson(command), seen: toNullableJson(seen), guards: toJson(guards) };
  const [created] = await runQuery(db, (prisma) =>
    prisma.intent.createManyAndReturn({ data: [data], skipDuplicates: true, select: columns }),
  );
  if (created !== undefined) return { intent: toIntent(created), created: true };

  const existing = await findIntentByKey(db, intent.actorId, intent.idempotencyKey);
  if (existing === null) throw new AppError("INTERNAL", "An intent was neither stored nor found.");
  if (existing.bodyDigest !== intent.bodyDigest) {
    throw new AppError("CONFLICT", "This idempotency key was used for another request.");
  }
  return { intent: existing, created: false };
}

/** The intent that this actor stored under this key, or null. */
export async function findIntentByKey(
  db: Db,
  actorId: string,
  idempotencyKey: string,
): Promise<Intent | null> {
  const row = await runQuery(db, ({ intent }) =>
    intent.findUnique({
      where: { actorId_idempotencyKey: { actorId, idempotencyKey } },
      select: columns,
    }),
  );
  return row && toIntent(row);
}

/** @throws AppError NOT_FOUND */
export async function getIntent(db: Db, id: string): Promise<Intent> {
  const row = await runQuery(db, ({ intent }) => intent.findUnique({ where: { id }, select: columns }));
  if (row === null) throw new AppError("NOT_FOUND", "There is no such action.");
  return toIntent(row);
}

/**
 * Moves an intent to another state, if it is in one of `from`: of several that try, one wins.
 *
 * @returns null when it is not, because someone else moved it first.
 */
export async function transitionIntent(
  db: Db,
  id: string,
  { from, to, ...progress }: { from: readonly IntentState[]; to: IntentState } & IntentProgress,
): Promise<Intent | null> {
  const { message, guards, request, response, outcome, actedAt, observedAt } = progress;
  const [row] = await runQuery(db, ({ intent }) =>
    intent.updateManyAndReturn({
      where: { id, state: { in: [...from] } },
      data: {
        state: to,
        message,
        guards: toJson(guards),
        request: toNullableJson(request),
        response: toNullableJson(response),
        outcome: toNullableJson(outcome),
        actedAt,
        observedAt,
      },
      select: columns,
    }),
  );
  return row === undefined ? null : toIntent(row);
}

/** Intents that a stopped process left between two states, oldest first. */
export async function listUnfinishedIntents(db: Db, limit = 500): Promise<Intent[]> {
  const rows = await runQuery(db, ({ intent }) =>
    intent.findMany({
      where: { state: { in: [...unfinished] } },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: limit,
      select: columns,
    }),
  );
  return rows.map(toIntent);
}

/** The newest first, of each what tells whether it has changed. */
export async function listIntentVersions(db: Db, limit: number): Promise<Pick<Intent, "id" | "updatedAt">[]> {
  return runQuery(db, ({ intent }) =>
    intent.findMany({
      orderBy: newestFirst,
      take: limit,
      select: { id: true, updatedAt: true },
    }),
  );
}

/** Newest first. */
export async function listIntents(db: Db, filter: IntentFilter): Promise<Page<Intent>> {
  const { states, cursor, limit, actorId, action, environment, cluster, namespace, kind, name } = filter;
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const rows = await runQuery(db, ({ intent }) =>
    intent.findMany({
      where: {
        ...{ actorId, action, environment, cluster, namespace, kind, name },
        state: states && { in: [...states] },
        createdAt: after && { lte: after.at },
        OR: createdBefore(after),
      },
      orderBy: newestFirst,
      take: limit + 1,
      select: columns,
    }),
  );
  return toPage(rows.map(toIntent), limit, ({ createdAt, id }) => encodeCursor({ at: createdAt, id }));
}
