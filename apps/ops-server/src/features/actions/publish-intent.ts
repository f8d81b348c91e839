import type { IntentState } from "@horizon/contracts";
import type { Intent } from "@horizon/db";
import type { OpsContext } from "../../ops-context.ts";
import { toSingleIntentRow } from "./intent-row.ts";

/** An action that nobody picked up waits for a person in the overview; what ends it takes it from there. */
const shownInOverview: readonly IntentState[] = ["not_picked_up", "observed", "failed"];

/** Shows the intent's state to every open browser; returns it. */
export async function publishIntent(ops: Pick<OpsContext, "db" | "hub">, intent: Intent): Promise<Intent> {
  const row = await toSingleIntentRow(ops, intent);
  ops.hub.publish({ topic: "intents", type: "upsert", row: { key: row.id, ...row }, changed: null });
  if (row.approval !== null) ops.hub.publish({ topic: "approvals", type: "invalidate" });
  if (row.approval !== null || shownInOverview.includes(row.state)) {
    ops.hub.publish({ topic: "overview", type: "invalidate" });
  }
  return intent;
}
