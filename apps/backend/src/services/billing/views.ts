import type {
  BillingInvoice,
  BillingPayment,
  BillingRefund,
  BillingSubscription,
  PaymentMethod,
} from "@horizon/db/billing";
import { z } from "zod";
import { idOut, publicIdOf } from "../../platform/ids.ts";
import { money, usd } from "../../platform/money.ts";

export const invoiceView = z.strictObject({
  id: idOut("inv"),
  customer_id: idOut("cus"),
  contract_id: idOut("ctr"),
  state: z.enum([
    "draft",
    "finalized",
    "past_due",
    "paid",
    "uncollectible",
    "void",
    "partially_refunded",
    "refunded",
    "charged_back",
  ]),
  total: money,
  refunded: money,
  lines: z.array(
    z.strictObject({
      id: idOut("inl"),
      performance_id: idOut("per"),
      description: z.string(),
      amount: money,
    }),
  ),
  finalized_on: z.iso.date().nullable(),
  next_charge_on: z.iso.date().nullable(),
  failed_charges: z.int(),
  questioned: z.boolean(),
  created_at: z.iso.datetime(),
});

export function viewInvoice(invoice: BillingInvoice): z.input<typeof invoiceView> {
  return {
    id: publicIdOf("inv", invoice.id),
    customer_id: publicIdOf("cus", invoice.customerId),
    contract_id: publicIdOf("ctr", invoice.contractId),
    state: invoice.state,
    total: usd(invoice.totalCents),
    refunded: usd(invoice.refundedCents),
    lines: invoice.lines.map((line) => ({
      id: publicIdOf("inl", line.id),
      performance_id: publicIdOf("per", line.performanceId),
      description: line.description,
      amount: usd(line.amountCents),
    })),
    finalized_on: invoice.finalizedOn,
    next_charge_on: invoice.nextChargeOn,
    failed_charges: invoice.failedCharges,
    questioned: invoice.questionedAt !== null,
    created_at: invoice.createdAt.toISOString(),
  };
}

export const paymentView = z.strictObject({
  id: idOut("pay"),
  invoice_id: idOut("inv"),
  attempt: z.int(),
  amount: money,
  state: z.enum(["created", "processing", "requires_action", "succeeded", "failed"]),
  failure_code: z.string().nullable(),
  created_at: z.iso.datetime(),
});

export function viewPayment(payment: BillingPayment): z.input<typeof paymentView> {
  return {
    id: publicIdOf("pay", payment.id),
    invoice_id: publicIdOf("inv", payment.invoiceId),
    attempt: payment.attempt,
    amount: usd(payment.amountCents),
    state: payment.state,
    failure_code: payment.failureCode,
    created_at: payment.createdAt.toISOString(),
  };
}

export const refundView = z.strictObject({
  id: idOut("ref"),
  payment_id: idOut("pay"),
  amount: money,
  reason: z.string(),
  state: z.enum(["created", "succeeded", "failed"]),
  created_at: z.iso.datetime(),
});

export function viewRefund(refund: BillingRefund): z.input<typeof refundView> {
  return {
    id: publicIdOf("ref", refund.id),
    payment_id: publicIdOf("pay", refund.paymentId),
    amount: usd(refund.amountCents),
    reason: refund.reason,
    state: refund.state,
    created_at: refund.createdAt.toISOString(),
  };
}

export const subscriptionView = z.strictObject({
  id: idOut("sub"),
  customer_id: idOut("cus"),
  contract_id: idOut("ctr"),
  mode: z.enum(["per_performance", "tsr_six_month"]),
  state: z.enum(["awaiting_hold", "active", "paused", "cancelled"]),
  created_at: z.iso.datetime(),
});

export function viewSubscription(subscription: BillingSubscription): z.input<typeof subscriptionView> {
  return {
    id: publicIdOf("sub", subscription.id),
    customer_id: publicIdOf("cus", subscription.customerId),
    contract_id: publicIdOf("ctr", subscription.contractId),
    mode: subscription.mode,
    state: subscription.state,
    created_at: subscription.createdAt.toISOString(),
  };
}

export const paymentMethodView = z.strictObject({
  id: idOut("pmt"),
  brand: z.string(),
  last4: z.string(),
  exp_month: z.int(),
  exp_year: z.int(),
  created_at: z.iso.datetime(),
});

export function viewPaymentMethod(method: PaymentMethod): z.input<typeof paymentMethodView> {
  return {
    id: publicIdOf("pmt", method.id),
    brand: method.brand,
    last4: method.last4,
    exp_month: method.expMonth,
    exp_year: method.expYear,
    created_at: method.createdAt.toISOString(),
  };
}
