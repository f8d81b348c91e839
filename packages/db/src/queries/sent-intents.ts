import type { ActionName } from "@horizon/contracts";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import type { Intent } from "./intents.ts";

const sentColumns = {
  id: true,
  actorName: true,
  reason: true,
  environment: true,
  namespace: true,
  name: true,
  kind: true,
  action: true,
  state: true,
  actedAt: true,
  response: true,
  observedAt: true,
} as const satisfies Prisma.IntentSelect;

/** Of an action that was sent: what is needed to tell what it brought about. Whole objects are stored beside it. */
export type SentIntent = Pick<Intent, keyof typeof sentColumns>;

export interface SentIntentFilter {
  readonly environments: readonly string[];
  /** When they were sent, both included. */
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
}

/** Those sent to a cluster, the last sent first. */
export async function listSentIntents(
  db: Db,
  { environments, from, to, limit }: SentIntentFilter,
): Promise<SentIntent[]> {
  const rows = await runQuery(db, ({ intent }) =>
    intent.findMany({
      where: { environment: { in: [...environments] }, actedAt: { gte: from, lte: to } },
      orderBy: [{ actedAt: "desc" }, { id: "desc" }],
      take: limit,
      select: sentColumns,
    }),
  );
  return rows.map((row) => ({ ...row, action: row.action as ActionName }));
}
