import { listPayments } from "@horizon/db/billing";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { routesOf } from "../../../platform/route.ts";
import type { BillingContext } from "../context.ts";
import { getVisibleInvoice, getVisiblePayment } from "../find-visible.ts";
import { billingProblems } from "../problems.ts";
import { requestRefund } from "../request-refund.ts";
import { paymentView, refundView, viewPayment, viewRefund } from "../views.ts";
import { invoiceParams, paymentParams } from "./params.ts";

const { userRoute } = routesOf<BillingContext>();
const tags = ["billing"];

export const paymentRoutes = [
  userRoute({
    access: { roles: ["customer", "billing", "admin", "auditor"] },
    method: "get",
    path: "/v1/invoices/:invoiceId/payments",
    operationId: "listPayments",
    summary: "Attempts to charge an invoice, in order",
    tags,
    params: invoiceParams,
    responses: { 200: z.strictObject({ data: z.array(paymentView) }) },
    handler: async (context, request) => {
      const { invoice } = await getVisibleInvoice(context, request, request.params.invoiceId);
      return { status: 200, body: { data: (await listPayments(request.db, invoice.id)).map(viewPayment) } };
    },
  }),
  userRoute({
    access: { roles: ["customer", "billing", "admin", "auditor"] },
    method: "get",
    path: "/v1/payments/:paymentId",
    operationId: "getPayment",
    summary: "One payment",
    tags,
    params: paymentParams,
    responses: { 200: paymentView },
    handler: async (context, request) => {
      const { payment } = await getVisiblePayment(context, request, request.params.paymentId);
      return { status: 200, body: viewPayment(payment) };
    },
  }),
  userRoute({
    access: { roles: ["billing", "admin"], stepUp: true },
    method: "post",
    path: "/v1/payments/:paymentId/refunds",
    operationId: "createRefund",
    summary: "Gives money back",
    tags,
    idempotency: "required",
    transaction: "serializable",
    params: paymentParams,
    body: z.strictObject({
      amount_cents: z.int().min(1).max(100_000_000).optional(),
      reason: z.string().trim().min(3).max(500),
    }),
    responses: { 202: refundView },
    problems: ["refund.too_much", "refund.needs_admin"],
    handler: async (context, request) => {
      const { params, db, principal, body } = request;
      const { payment, invoice } = await getVisiblePayment(context, request, params.paymentId);
      const amount = body.amount_cents ?? payment.amountCents;
      if (principal.role !== "admin" && amount > context.env.REFUND_LIMIT_CENTS) {
        throw billingProblems.problem("refund.needs_admin");
      }
      const refund = await requestRefund(db, {
        invoice,
        payment,
        amountCents: body.amount_cents,
        reason: body.reason,
        actor: actorOf(request),
      });
      if (refund === null)
        throw billingProblems.problem("refund.too_much", { detail: "All of it was given back." });
      return { status: 202, body: viewRefund(refund) };
    },
  }),
];
