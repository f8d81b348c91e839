import type { Intent } from "@horizon/db";
import type { OpsContext } from "../../ops-context.ts";
import { toSingleIntentRow } from "./intent-row.ts";

/** Shows the intent's state to every open browser; returns it. */
export async function publishIntent(ops: Pick<OpsContext, "db" | "hub">, intent: Intent): Promise<Intent> {
  const row = await toSingleIntentRow(ops, intent);
  ops.hub.publish({ topic: "intents", type: "upsert", row: { key: row.id, ...row } });
  if (row.approval !== null) {
    ops.hub.publish({ topic: "approvals", type: "invalidate" });
    ops.hub.publish({ topic: "overview", type: "invalidate" });
  }
  return intent;
}
