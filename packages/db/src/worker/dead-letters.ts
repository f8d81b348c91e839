import type { ServiceName, ServiceSchema } from "@horizon/contracts/backend";
import { serviceTable } from "../backend/service-table.ts";
import { type Db, runQuery } from "../db.ts";
import type { RelayRoute } from "./relay-lease.ts";

export interface DeadLetter {
  readonly source: ServiceSchema;
  readonly consumer: ServiceName;
  readonly eventId: string;
  readonly type: string;
  readonly aggregateId: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly occurredAt: Date;
}

/** Deliveries that need a person, oldest first. */
export async function listDeadLetters(db: Db, source: ServiceSchema, limit: number): Promise<DeadLetter[]> {
  return runQuery(
    db,
    (prisma) => prisma.$queryRaw<DeadLetter[]>`
      SELECT ${source} AS source, d.consumer, d.event_id AS "eventId", e.type, d.aggregate_id AS "aggregateId", d.attempts,
             d.last_error AS error, e.occurred_at AS "occurredAt"
        FROM ${serviceTable(source, "outbox_delivery")} AS d
        JOIN ${serviceTable(source, "outbox_event")} AS e ON e.id = d.event_id
       WHERE d.state = 'dead' ORDER BY d.seq LIMIT ${limit}`,
  );
}

/**
 * A person's decision on a dead letter: `pending` tries it anew, `skipped` lets the later events of its aggregate pass, which are due
 * again with either.
 *
 * @returns false when it is not dead.
 */
export async function decideDeadLetter(
  db: Db,
  { source, consumer }: RelayRoute,
  eventId: string,
  decision: "pending" | "skipped",
): Promise<boolean> {
  const delivery = serviceTable(source, "outbox_delivery");
  const decided = await runQuery(
    db,
    (prisma) => prisma.$queryRaw<unknown[]>`
      WITH decided AS (
        UPDATE ${delivery} SET state = ${decision}, attempts = 0, next_attempt_at = clock_timestamp()
         WHERE consumer = ${consumer} AND event_id = ${eventId}::uuid AND state = 'dead' RETURNING aggregate_id, seq
      ), later AS (
        UPDATE ${delivery} AS d SET next_attempt_at = clock_timestamp() FROM decided
         WHERE d.consumer = ${consumer} AND d.aggregate_id = decided.aggregate_id AND d.seq > decided.seq AND d.state = 'pending'
      )
      SELECT FROM decided`,
  );
  return decided.length === 1;
}
