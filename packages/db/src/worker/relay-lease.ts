import type { ServiceName, ServiceSchema } from "@horizon/contracts/backend";
import { type Db, runQuery } from "../db.ts";

export interface RelayRoute {
  /** Whose outbox. */
  readonly source: ServiceSchema;
  /** To whom. */
  readonly consumer: ServiceName;
}

/**
 * Takes or renews the right to relay on these routes for `leaseMs`, by the database's clock.
 *
 * @returns those that are held now; the others have another holder.
 */
export async function holdRelayLeases(
  db: Db,
  routes: readonly RelayRoute[],
  holder: string,
  leaseMs: number,
): Promise<RelayRoute[]> {
  return runQuery(
    db,
    (prisma) => prisma.$queryRaw<RelayRoute[]>`
      INSERT INTO worker.relay_lease AS lease (source, consumer, holder, expires_at)
      SELECT source, consumer, ${holder}::uuid, clock_timestamp() + ${leaseMs} * interval '1 millisecond'
        FROM unnest(${routes.map(({ source }) => source)}::text[], ${routes.map(({ consumer }) => consumer)}::text[])
             AS route (source, consumer)
      ON CONFLICT (source, consumer) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
        WHERE lease.holder = excluded.holder OR lease.expires_at < clock_timestamp()
      RETURNING source, consumer`,
  );
}

/**
 * Tells those who append to this outbox whether its relay sleeps: then, and only then, they notify it. Appends that are not committed
 * when it falls asleep may not know yet.
 */
export async function setRelayAsleep(
  db: Db,
  source: ServiceSchema,
  holder: string,
  isAsleep: boolean,
): Promise<void> {
  await runQuery(db, ({ relayLease }) =>
    relayLease.updateMany({ where: { source, holder }, data: { isAsleep } }),
  );
}

/** Lets others take over at once; for an orderly stop. */
export async function releaseRelayLeases(db: Db, holder: string): Promise<void> {
  await runQuery(db, ({ relayLease }) =>
    relayLease.updateMany({ where: { holder }, data: { expiresAt: new Date(0) } }),
  );
}
