import type { ServiceName, ServiceSchema } from "@horizon/contracts/backend";
import { type Db, runQuery } from "../db.ts";

export interface RelayRoute {
  /** Whose outbox. */
  readonly source: ServiceSchema;
  /** To whom. */
  readonly consumer: ServiceName;
}

/**
 * Takes or renews the right to relay on this route for `leaseMs`, by the database's clock.
 *
 * @returns false while another holder has it.
 */
export async function holdRelayLease(
  db: Db,
  { source, consumer }: RelayRoute,
  holder: string,
  leaseMs: number,
): Promise<boolean> {
  const held = await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      INSERT INTO worker.relay_lease AS lease (source, consumer, holder, expires_at)
      VALUES (${source}, ${consumer}, ${holder}::uuid, clock_timestamp() + ${leaseMs} * interval '1 millisecond')
      ON CONFLICT (source, consumer) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
        WHERE lease.holder = excluded.holder OR lease.expires_at < clock_timestamp()`,
  );
  return held === 1;
}

/** Lets others take over at once; for an orderly stop. */
export async function releaseRelayLeases(db: Db, holder: string): Promise<void> {
  await runQuery(db, ({ relayLease }) =>
    relayLease.updateMany({ where: { holder }, data: { expiresAt: new Date(0) } }),
  );
}
