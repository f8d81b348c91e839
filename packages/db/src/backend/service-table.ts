import type { ServiceSchema } from "@horizon/contracts/backend";
import { Prisma } from "../generated/client.ts";

type ServiceTable =
  | "outbox_event"
  | "outbox_delivery"
  | "processed_event"
  | "idempotency_key"
  | "audit_event";

/** The table of this name in the schema of a service, for raw queries. Both names are closed unions, never input. */
export function serviceTable(schema: ServiceSchema, table: ServiceTable): Prisma.Sql {
  return Prisma.raw(`"${schema}"."${table}"`);
}
