import type { ServiceSchema } from "@horizon/contracts/backend";
import { serviceTable } from "../backend/service-table.ts";
import { type Db, runQuery } from "../db.ts";
import { Prisma } from "../generated/client.ts";

export interface RelayLag {
  readonly source: ServiceSchema;
  readonly consumer: string;
  readonly pending: number;
  readonly dead: number;
  /** Age of the oldest event that is not delivered, in seconds; 0 when all are. */
  readonly lagSeconds: number;
}

/** How far each consumer is behind in each outbox; routes on which nothing is open are left out. */
export async function listRelayLag(db: Db, sources: readonly ServiceSchema[]): Promise<RelayLag[]> {
  const parts = sources.map(
    (source) => Prisma.sql`
      SELECT ${source}::text AS source, d.consumer, count(*) FILTER (WHERE d.state = 'pending')::int AS pending,
             count(*) FILTER (WHERE d.state = 'dead')::int AS dead,
             extract(epoch FROM clock_timestamp() - min(e.occurred_at))::float8 AS "lagSeconds"
        FROM ${serviceTable(source, "outbox_delivery")} AS d
        JOIN ${serviceTable(source, "outbox_event")} AS e ON e.id = d.event_id
       WHERE d.state IN ('pending', 'dead') GROUP BY d.consumer`,
  );
  return runQuery(db, (prisma) => prisma.$queryRaw<RelayLag[]>(Prisma.join(parts, " UNION ALL ")));
}
