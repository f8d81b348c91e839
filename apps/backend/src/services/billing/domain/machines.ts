import type {
  InvoiceState,
  PaymentState,
  PerformanceState,
  RefundState,
  SubscriptionState,
} from "@horizon/db/billing";
import { defineMachine } from "../../../platform/state-machine.ts";

export const subscriptionMachine = defineMachine<SubscriptionState>("subscription", {
  awaiting_hold: ["active", "cancelled"],
  active: ["paused", "cancelled"],
  paused: ["active", "cancelled"],
  cancelled: [],
});

export const invoiceMachine = defineMachine<InvoiceState>("invoice", {
  draft: ["finalized", "void"],
  finalized: ["paid", "past_due", "void"],
  past_due: ["paid", "uncollectible", "void"],
  paid: ["partially_refunded", "refunded", "charged_back"],
  partially_refunded: ["partially_refunded", "refunded", "charged_back"],
  uncollectible: [],
  void: [],
  refunded: [],
  charged_back: [],
});

export const paymentMachine = defineMachine<PaymentState>("payment", {
  created: ["processing", "succeeded", "failed", "requires_action"],
  processing: ["succeeded", "failed", "requires_action"],
  requires_action: ["succeeded", "failed"],
  succeeded: [],
  failed: [],
});

/** Back to recorded when its invoice is void: it can be billed anew. */
export const performanceMachine = defineMachine<PerformanceState>("performance", {
  recorded: ["invoiced"],
  invoiced: ["paid", "written_off", "recorded"],
  paid: [],
  written_off: [],
});

export const refundMachine = defineMachine<RefundState>("refund", {
  created: ["succeeded", "failed"],
  succeeded: [],
  failed: [],
});
