import { type Db, runQuery } from "../db.ts";
import { Prisma } from "../generated/client.ts";

/** Holds a row of the schema until the transaction ends; others who want it wait. */
export async function lockRow(
  db: Db,
  table: "item" | "round" | "letter" | "response" | "letter_template" | "mail_event",
  id: string,
): Promise<void> {
  await runQuery(
    db,
    (prisma) =>
      prisma.$queryRaw`SELECT 1 FROM dispute.${Prisma.raw(`"${table}"`)} WHERE id = ${id}::uuid FOR UPDATE`,
  );
}
