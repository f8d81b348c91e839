import { dateInZone } from "@horizon/calendar";
import type { Db } from "@horizon/db";
import { dropResult, noteResult } from "@horizon/db/billing";
import type { Consumers } from "../../../platform/events.ts";
import type { BillingContext } from "../context.ts";

interface ItemMoved {
  readonly db: Db;
  readonly event: {
    readonly occurred_at: string;
    readonly data: { readonly item_id: string; readonly customer_id: string };
  };
}

/** An item was deleted or corrected: what a phone sale is billed for is proven six months after it (TSR-1). */
async function note(_context: BillingContext, { db, event }: ItemMoved): Promise<void> {
  const { item_id: itemId, customer_id: customerId } = event.data;
  // No zone of the US is ahead of UTC, so the six months never begin too early.
  await noteResult(db, { itemId, customerId, resultOn: dateInZone(new Date(event.occurred_at), "UTC") });
}

export const resultConsumers: Consumers<BillingContext> = {
  "dispute_item.deleted.v1": note,
  "dispute_item.deleted_fraud.v1": note,
  "dispute_item.deleted_expedited.v1": note,
  "dispute_item.updated.v1": note,
  "dispute_item.reinserted.v1": (_context, { db, event }) => dropResult(db, event.data.item_id),
};
