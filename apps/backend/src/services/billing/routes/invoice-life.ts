import { dateInZone } from "@horizon/calendar";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { routesOf } from "../../../platform/route.ts";
import type { BillingContext } from "../context.ts";
import { getUnchangedInvoice, getVisibleInvoice } from "../find-visible.ts";
import { moveInvoice } from "../invoice-moves.ts";
import { eligibilityProblems } from "../problems.ts";
import { assertChargeable, requestCharge } from "../request-charge.ts";
import { invoiceView, paymentView, viewInvoice, viewPayment } from "../views.ts";
import { invoiceParams } from "./params.ts";

const { userRoute } = routesOf<BillingContext>();
const tags = ["billing"];

/** From a draft to the end of an invoice. */
export const invoiceLifeRoutes = [
  userRoute({
    access: { roles: ["billing", "admin"] },
    method: "post",
    path: "/v1/invoices/:invoiceId/finalize",
    operationId: "finalizeInvoice",
    summary: "Makes a draft an invoice that is due",
    tags,
    params: invoiceParams,
    ifMatch: "required",
    transaction: "serializable",
    responses: { 200: invoiceView },
    problems: eligibilityProblems,
    handler: async (context, request) => {
      const { params, db } = request;
      const { invoice, standing } = await getUnchangedInvoice(context, request, params.invoiceId);
      await assertChargeable(context, db, invoice, standing);
      const today = dateInZone(context.clock.now(), standing.zone);
      const moved = await moveInvoice(db, invoice, {
        to: "finalized",
        actor: actorOf(request),
        finalizedOn: today,
        nextChargeOn: today,
      });
      return { status: 200, body: viewInvoice(moved), etag: moved.version };
    },
  }),
  endingRoute("void", {
    path: "/v1/invoices/:invoiceId/void",
    operationId: "voidInvoice",
    summary: "Takes back an unpaid invoice",
  }),
  endingRoute("uncollectible", {
    path: "/v1/invoices/:invoiceId/write-off",
    operationId: "writeOffInvoice",
    summary: "Gives up on an invoice that is past due",
  }),
  userRoute({
    access: { roles: ["billing", "admin"] },
    method: "post",
    path: "/v1/invoices/:invoiceId/charge",
    operationId: "chargeInvoice",
    summary: "Charges the customer's card",
    description: "Answers before the card is charged: follow the payment, or the webhook, for the result.",
    tags,
    idempotency: "required",
    transaction: "serializable",
    params: invoiceParams,
    responses: { 202: paymentView },
    problems: [...eligibilityProblems, "payment.method_missing"],
    handler: async (context, request) => {
      const { invoice, standing } = await getVisibleInvoice(context, request, request.params.invoiceId);
      const payment = await requestCharge(context, request.db, {
        invoice,
        standing,
        actor: actorOf(request),
      });
      const view = viewPayment(payment);
      return { status: 202, body: view, location: `/v1/payments/${view.id}` };
    },
  }),
];

/** Staff end an unpaid invoice with a reason; in which state decides what the books say. */
function endingRoute(
  to: "void" | "uncollectible",
  names: { readonly path: `/${string}`; readonly operationId: string; readonly summary: string },
) {
  return userRoute({
    ...names,
    access: { roles: ["billing", "admin"] },
    method: "post",
    tags,
    params: invoiceParams,
    ifMatch: "required",
    transaction: "serializable",
    body: z.strictObject({ reason: z.string().trim().min(3).max(500) }),
    responses: { 200: invoiceView },
    handler: async (context, request) => {
      const { params, db, body } = request;
      const { invoice } = await getUnchangedInvoice(context, request, params.invoiceId);
      const moved = await moveInvoice(db, invoice, {
        to,
        actor: actorOf(request),
        reason: body.reason,
        nextChargeOn: null,
      });
      return { status: 200, body: viewInvoice(moved), etag: moved.version };
    },
  });
}
