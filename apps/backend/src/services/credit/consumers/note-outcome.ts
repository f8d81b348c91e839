import { dateInZone } from "@horizon/calendar";
import type { Db } from "@horizon/db";
import { findElement, recordDisputeOutcome } from "@horizon/db/credit";
import type { ConsumedEvent } from "../../../platform/events.ts";
import { getStanding } from "../../../platform/standing.ts";
import type { CreditContext } from "../context.ts";
import { audit, creditItself } from "../record-change.ts";

/**
 * Remembers how the dispute of an element ended, so that the next report can be held against it. An item that was entered
 * by hand names no element: nothing can be matched with it.
 */
export function noteOutcome(deleted: boolean) {
  return async (
    context: CreditContext,
    {
      db,
      event,
    }: {
      readonly db: Db;
      readonly event: Pick<ConsumedEvent<"dispute_item.deleted.v1">, "data" | "request_id">;
    },
  ): Promise<void> => {
    const { customer_id, item_id, element_id, bureau } = event.data;
    const element = element_id === null ? null : await findElement(db, element_id);
    if (element === null || element.customerId !== customer_id) return;
    const { zone } = await getStanding(context, customer_id, event.request_id ?? undefined);
    await recordDisputeOutcome(db, {
      itemId: item_id,
      customerId: customer_id,
      elementId: element.id,
      bureau,
      deleted,
      resolvedOn: dateInZone(context.clock.now(), zone),
    });
    await audit(db, creditItself(event.request_id), "dispute_outcome.recorded", {
      objectType: "element",
      objectId: element.id,
      details: { item_id, deleted },
    });
  };
}
