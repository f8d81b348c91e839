import { addBusinessDays } from "@horizon/calendar";
import { findDisputeItem, listRoundsOfItem, lockDisputeItem } from "@horizon/db/dispute";
import type { Consumers } from "../../../platform/events.ts";
import type { DisputeContext } from "../context.ts";
import { groundRules } from "../domain/grounds.ts";
import { isDeletion } from "../domain/item-state.ts";
import { moveByService, moveItem } from "../moves.ts";
import { openTask } from "../tasks.ts";

type ReinsertionConsumer = NonNullable<Consumers<DisputeContext>["tradeline.reinserted.v1"]>;

/**
 * FCRA-7: what was deleted is in the file again. The item becomes a draft of a reinsertion dispute, which goes nowhere before the customer
 * attests it, and a specialist is told until when the bureau's notice is due.
 */
export const reopenReinsertedItem: ReinsertionConsumer = async (_context, { db, event }) => {
  const {
    item_id: itemId,
    customer_id: customerId,
    element_id: elementId,
    first_seen_on: seenOn,
  } = event.data;
  const known = await findDisputeItem(db, itemId);
  if (known === null || known.customerId !== customerId) return;
  const item = await lockDisputeItem(db, itemId);
  if (item.state !== "resolved" || !isDeletion(item.outcome)) return;
  const move = moveByService(db, event.request_id);
  await moveItem(move, item, "reinserted", {
    elementId,
    ground: "reinserted",
    facts: [groundRules.reinserted.paragraph],
    nextStrategy: "reinsertion_dispute",
    nextBasis: "procedural_failure",
  });
  const [round] = await listRoundsOfItem(db, item.id, 1);
  await openTask(move, {
    key: `reinsertion_review:${item.id}:${seenOn}`,
    customerId,
    agentUserId: round?.agentUserId ?? null,
    kind: "reinsertion_review",
    roundId: round?.id ?? null,
    itemId: item.id,
    dueOn: addBusinessDays(seenOn, 5, "WIDE"),
  });
};
