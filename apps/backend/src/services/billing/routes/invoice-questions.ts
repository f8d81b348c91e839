import { changeInvoice } from "@horizon/db/billing";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { BillingContext } from "../context.ts";
import { getUnchangedInvoice, getVisibleInvoice } from "../find-visible.ts";
import { recordChange } from "../record-change.ts";
import { invoiceView, viewInvoice } from "../views.ts";
import { invoiceParams } from "./params.ts";

const { userRoute } = routesOf<BillingContext>();
const tags = ["billing"];

/** While a question is open the invoice is not charged. */
export const invoiceQuestionRoutes = [
  userRoute({
    access: { roles: ["customer"] },
    method: "post",
    path: "/v1/invoices/:invoiceId/disputes",
    operationId: "questionInvoice",
    summary: "Asks about an invoice",
    description: "Nothing is charged until the question is answered.",
    tags,
    idempotency: "required",
    params: invoiceParams,
    body: z.strictObject({ question: z.string().trim().min(3).max(2_000) }),
    responses: { 200: invoiceView },
    handler: async (context, request) => {
      const { params, db, body } = request;
      const { invoice } = await getVisibleInvoice(context, request, params.invoiceId);
      const changed = await changeInvoice(db, invoice, { questionedAt: context.clock.now() });
      if (changed === null) throw commonProblems.problem("resource.stale");
      await recordChange(db, {
        actor: actorOf(request),
        event: "invoice.questioned.v1",
        data: { customer_id: invoice.customerId, invoice_id: invoice.id },
        objectType: "invoice",
        objectId: invoice.id,
        reason: body.question,
      });
      return { status: 200, body: viewInvoice(changed), etag: changed.version };
    },
  }),
  userRoute({
    access: { roles: ["billing", "admin"] },
    method: "post",
    path: "/v1/invoices/:invoiceId/answers",
    operationId: "answerInvoiceQuestion",
    summary: "Answers the customer's question",
    tags,
    params: invoiceParams,
    ifMatch: "required",
    body: z.strictObject({ answer: z.string().trim().min(3).max(2_000) }),
    responses: { 200: invoiceView },
    handler: async (context, request) => {
      const { params, db, body } = request;
      const { invoice } = await getUnchangedInvoice(context, request, params.invoiceId);
      const changed = await changeInvoice(db, invoice, { questionedAt: null });
      if (changed === null) throw commonProblems.problem("resource.stale");
      await recordChange(db, {
        actor: actorOf(request),
        event: "invoice.answered.v1",
        data: { customer_id: invoice.customerId, invoice_id: invoice.id },
        objectType: "invoice",
        objectId: invoice.id,
        reason: body.answer,
      });
      return { status: 200, body: viewInvoice(changed), etag: changed.version };
    },
  }),
];
