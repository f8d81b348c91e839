import { dateInZone } from "@horizon/calendar";
import type { Db } from "@horizon/db";
import { dropOpenDispute, findElement, noteOpenDispute } from "@horizon/db/credit";
import type { CreditContext } from "../context.ts";

interface ItemMoved {
  readonly db: Db;
  readonly event: {
    readonly occurred_at: string;
    readonly data: {
      readonly item_id: string;
      readonly customer_id: string;
      readonly element_id: string | null;
    };
  };
}

/** FCRA-21: while an element is disputed, whoever reports it has to say so; the next report is held against that. */
export async function openDispute(_context: CreditContext, { db, event }: ItemMoved): Promise<void> {
  const { item_id: itemId, customer_id: customerId, element_id: elementId } = event.data;
  const element = elementId === null ? null : await findElement(db, elementId);
  if (element === null || element.customerId !== customerId) return;
  // No zone of the US is ahead of UTC: a later day is a doubt in favour of whoever reports.
  const openedOn = dateInZone(new Date(event.occurred_at), "UTC");
  await noteOpenDispute(db, { itemId, customerId, elementId: element.id, openedOn });
}

/** It was answered without an outcome for the element, or the letter came back. */
export async function closeDispute(_context: CreditContext, { db, event }: ItemMoved): Promise<void> {
  await dropOpenDispute(db, event.data.item_id);
}
