import type { EventType } from "@horizon/contracts/backend";
import type { Json } from "@horizon/db";
import { appendToldToTimeline } from "@horizon/db/customer";
import { z } from "zod";
import type { Consumers } from "../../../platform/events.ts";
import { newId } from "../../../platform/ids.ts";
import type { CustomerContext } from "../context.ts";

/** What other services tell that belongs on a customer's timeline, and the member that names the thing. */
const told = {
  "report.parsed.v1": "report_id",
  "letter.mailed.v1": "letter_id",
  "letter.delivered.v1": "letter_id",
  "letter.returned.v1": "letter_id",
  "response.confirmed.v1": "response_id",
  "service.performed.v1": "performance_id",
  "statement.issued.v1": "statement_id",
  "invoice.finalized.v1": "invoice_id",
  "invoice.paid.v1": "invoice_id",
  "invoice.voided.v1": "invoice_id",
  "payment.failed.v1": "payment_id",
  "refund.succeeded.v1": "refund_id",
} as const satisfies Partial<Record<EventType, string>>;

const ofCustomer = z.looseObject({ customer_id: z.uuid() });

export const timelineConsumers: Consumers<CustomerContext> = Object.fromEntries(
  Object.entries(told).map(([type, member]) => [
    type,
    async (
      _context: CustomerContext,
      { db, event }: Parameters<Extract<Consumers<CustomerContext>["report.parsed.v1"], CallableFunction>>[1],
    ) => {
      const data = ofCustomer.parse(event.data);
      const objectId = z.uuid().parse(data[member]);
      await appendToldToTimeline(db, {
        id: newId(),
        customerId: data.customer_id,
        at: new Date(event.occurred_at),
        kind: type.replace(/\.v\d+$/, ""),
        objectType: member.replace(/_id$/, ""),
        objectId,
        data: data as Json,
        visible: true,
      });
    },
  ]),
);
