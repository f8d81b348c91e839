import type { RoundState } from "@horizon/contracts/backend";
import { type Db, runQuery } from "../db.ts";
import { Prisma } from "../generated/client.ts";

export interface DuePage {
  readonly states: readonly RoundState[];
  /** What day it is in each zone; rounds of customers elsewhere are left out. */
  readonly days: readonly { readonly zone: string; readonly today: string }[];
  /** The last of the page before. */
  readonly afterId?: string | undefined;
  readonly limit: number;
}

const dueColumns = {
  overdueFrom: Prisma.raw("r.overdue_from"),
  receivedOn: Prisma.raw("r.received_on"),
  noResponseFrom: Prisma.raw("r.no_response_from"),
} as const;
export type DueColumn = keyof typeof dueColumns;

/** The zones of the customers who have rounds in these states. */
export async function listRoundZones(db: Db, states: readonly RoundState[]): Promise<string[]> {
  const rows = await runQuery(
    db,
    (prisma) => prisma.$queryRaw<{ zone: string }[]>`
      SELECT DISTINCT zone FROM dispute.round WHERE state = ANY(${[...states]}::text[]) ORDER BY zone`,
  );
  return rows.map(({ zone }) => zone);
}

/** Ids of rounds for which a condition on `r` and on the day `there.today` holds, in their order. */
async function listIds(
  db: Db,
  { states, days, afterId, limit }: DuePage,
  isDue: Prisma.Sql,
): Promise<string[]> {
  const zones = days.map(({ zone }) => zone);
  const todays = days.map(({ today }) => today);
  // Materialized: what is due is found by its index, and not by walking all rounds in the order of their ids.
  const rows = await runQuery(
    db,
    (prisma) => prisma.$queryRaw<{ id: string }[]>`
      WITH due AS MATERIALIZED (
        SELECT r.id FROM dispute.round AS r
          JOIN unnest(${zones}::text[], ${todays}::date[]) AS there (zone, today) USING (zone)
         WHERE r.state = ANY(${[...states]}::text[]) AND ${isDue}
      )
      SELECT id FROM due WHERE ${afterId ?? null}::uuid IS NULL OR id > ${afterId ?? null}::uuid ORDER BY id LIMIT ${limit}`,
  );
  return rows.map(({ id }) => id);
}

/** For the index: the day where it is latest. */
function latestDay({ days }: DuePage): Prisma.Sql {
  return Prisma.sql`${
    days
      .map(({ today }) => today)
      .sort()
      .at(-1) ?? null
  }::date`;
}

function hasCome(due: DueColumn, page: DuePage): Prisma.Sql {
  const column = dueColumns[due];
  return Prisma.sql`${column} <= ${latestDay(page)} AND ${column} <= there.today`;
}

/** Rounds in these states whose date has come where their customer is. */
export async function listDueRoundIds(db: Db, due: DueColumn, page: DuePage): Promise<string[]> {
  return listIds(db, page, hasCome(due, page));
}

/** Those of them about which no task with the key `<keyPrefix>:<round>` was ever opened. */
export async function listDueRoundIdsWithoutTask(
  db: Db,
  due: DueColumn,
  keyPrefix: string,
  page: DuePage,
): Promise<string[]> {
  const wasOpened = Prisma.sql`EXISTS (SELECT FROM dispute.task AS t WHERE t.key = ${keyPrefix} || ':' || r.id)`;
  return listIds(db, page, Prisma.sql`${hasCome(due, page)} AND NOT ${wasOpened}`);
}

/**
 * Rounds whose latest planned reminder was not sent: reminders are planned for days before and after the last day. Last days that passed
 * more than `lookBackDays` ago are history.
 */
export async function listRoundIdsToRemind(
  db: Db,
  planned: readonly { readonly kind: string; readonly days: number }[],
  lookBackDays: number,
  page: DuePage,
): Promise<string[]> {
  const kinds = planned.map(({ kind }) => kind);
  const offsets = planned.map(({ days }) => days);
  return listIds(
    db,
    page,
    Prisma.sql`
      r.last_day BETWEEN ${latestDay(page)} - ${lookBackDays + 1}::int AND ${latestDay(page)} - ${Math.min(...offsets)}::int
      AND r.last_day >= there.today - ${lookBackDays}::int
      AND EXISTS (
        SELECT FROM (
          SELECT kind, r.last_day + days AS on_date FROM unnest(${kinds}::text[], ${offsets}::int[]) AS plan (kind, days)
           WHERE r.last_day + days <= there.today ORDER BY days DESC LIMIT 1
        ) AS latest
        WHERE NOT EXISTS (
          SELECT FROM dispute.reminder AS sent
           WHERE sent.round_id = r.id AND sent.kind = latest.kind AND sent.on_date = latest.on_date))`,
  );
}
