import { z } from "zod";
import { performanceKinds } from "../standing.ts";
import { defineEvents } from "./define-events.ts";

const ofCustomer = z.object({ customer_id: z.uuid() });
const ofSubscription = ofCustomer.extend({ subscription_id: z.uuid(), contract_id: z.uuid() });
const ofInvoice = ofCustomer.extend({ invoice_id: z.uuid() });
const ofPayment = ofInvoice.extend({ payment_id: z.uuid() });
const ofRefund = ofPayment.extend({ refund_id: z.uuid() });
const nobody = { consumers: [] } as const;
const toCustomer = { consumers: ["notification-service"] } as const;
/** Also on the customer's timeline. */
const toCustomerAndTimeline = { consumers: ["notification-service", "customer-service"] } as const;
const onTimeline = { consumers: ["customer-service"] } as const;
/** Work that billing-service leaves for later: the provider is called there. */
const itself = { consumers: ["billing-service"] } as const;

/** What billing-service tells the others. */
export const billingEvents = defineEvents({
  "subscription.created.v1": { data: ofSubscription, ...nobody },
  "subscription.activated.v1": { data: ofSubscription, ...nobody },
  "subscription.paused.v1": { data: ofSubscription, ...nobody },
  "subscription.resumed.v1": { data: ofSubscription, ...nobody },
  "subscription.cancelled.v1": { data: ofSubscription, ...nobody },

  "performance.recorded.v1": {
    data: ofCustomer.extend({ performance_id: z.uuid(), kind: z.enum(performanceKinds) }),
    ...nobody,
  },

  "invoice.created.v1": { data: ofInvoice, ...nobody },
  "invoice.finalized.v1": { data: ofInvoice, ...toCustomerAndTimeline },
  "invoice.past_due.v1": { data: ofInvoice, ...nobody },
  "invoice.paid.v1": { data: ofInvoice, ...toCustomerAndTimeline },
  "invoice.uncollectible.v1": { data: ofInvoice, ...nobody },
  "invoice.voided.v1": { data: ofInvoice, ...onTimeline },
  "invoice.partially_refunded.v1": { data: ofInvoice, ...nobody },
  "invoice.refunded.v1": { data: ofInvoice, ...nobody },
  "invoice.charged_back.v1": { data: ofInvoice, ...nobody },
  "invoice.questioned.v1": { data: ofInvoice, ...nobody },
  "invoice.answered.v1": { data: ofInvoice, ...nobody },

  "payment_method.added.v1": { data: ofCustomer.extend({ payment_method_id: z.uuid() }), ...nobody },
  "payment_method.removed.v1": { data: ofCustomer.extend({ payment_method_id: z.uuid() }), ...nobody },
  "payment.requested.v1": { data: ofPayment, ...itself },
  "payment.processing.v1": { data: ofPayment, ...nobody },
  "payment.succeeded.v1": { data: ofPayment, ...nobody },
  "payment.failed.v1": { data: ofPayment.extend({ failure_code: z.string() }), ...toCustomerAndTimeline },
  /** The wish was given up before it reached the provider: no card was refused, so the customer is told nothing. */
  "payment.given_up.v1": { data: ofPayment, ...nobody },
  "payment.requires_action.v1": { data: ofPayment, ...toCustomer },
  "refund.requested.v1": { data: ofRefund, ...itself },
  "refund.succeeded.v1": { data: ofRefund, ...toCustomerAndTimeline },
  "refund.failed.v1": { data: ofRefund, ...nobody },

  /** The itemised statement of a month. */
  "statement.issued.v1": {
    data: ofCustomer.extend({ statement_id: z.uuid(), contract_id: z.uuid() }),
    ...toCustomerAndTimeline,
  },

  /** Six months after the newest result: a report has to be obtained and handed over before a phone sale can be billed (TSR-1). */
  "tsr.proof_due.v1": {
    data: ofCustomer.extend({ contract_id: z.uuid(), result_on: z.iso.date(), issued_after: z.iso.date() }),
    consumers: ["customer-service"],
  },
  "tsr.proof_recorded.v1": {
    data: ofCustomer.extend({ contract_id: z.uuid(), proof_id: z.uuid() }),
    ...nobody,
  },
});
