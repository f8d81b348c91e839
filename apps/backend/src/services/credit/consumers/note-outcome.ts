import { dateInZone } from "@horizon/calendar";
import type { Db } from "@horizon/db";
import { dropOpenDispute, findElement, recordDisputeOutcome } from "@horizon/db/credit";
import type { ConsumedEvent } from "../../../platform/events.ts";
import { getStanding } from "../../../platform/standing.ts";
import type { CreditContext } from "../context.ts";
import { audit, creditItself } from "../record-change.ts";

type Told = Pick<ConsumedEvent<"dispute_item.deleted.v1">, "data" | "request_id">;
interface Known {
  readonly elementId: string;
  readonly zone: string;
}

/**
 * Remembers how the dispute of an element ended, so that the next report can be held against it. An item that was entered
 * by hand names no element: nothing can be matched with it.
 */
export function noteOutcome(deleted: boolean) {
  return {
    async act(context: CreditContext, { event }: { readonly event: Told }): Promise<Known | null> {
      const { customer_id, element_id } = event.data;
      const element = element_id === null ? null : await findElement(context.db, element_id);
      if (element === null || element.customerId !== customer_id) return null;
      const { zone } = await getStanding(context, customer_id, event.request_id ?? undefined);
      return { elementId: element.id, zone };
    },

    async record(
      context: CreditContext,
      { db, event }: { readonly db: Db; readonly event: Told },
      result: unknown,
    ): Promise<void> {
      const { customer_id, item_id, bureau } = event.data;
      await dropOpenDispute(db, item_id);
      const known = result as Known | null;
      if (known === null) return;
      await recordDisputeOutcome(db, {
        itemId: item_id,
        customerId: customer_id,
        elementId: known.elementId,
        bureau,
        deleted,
        resolvedOn: dateInZone(context.clock.now(), known.zone),
      });
      await audit(db, creditItself(event.request_id), "dispute_outcome.recorded", {
        objectType: "element",
        objectId: known.elementId,
        details: { item_id, deleted },
      });
    },
  };
}
