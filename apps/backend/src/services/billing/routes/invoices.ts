import { dateInZone } from "@horizon/calendar";
import type { Db } from "@horizon/db";
import { type BillingInvoice, changeInvoice, findInvoice, listInvoices } from "@horizon/db/billing";
import { z } from "zod";
import { idIn } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import { authorizeCustomer } from "../../../platform/standing.ts";
import type { BillingContext } from "../context.ts";
import { draftInvoice } from "../draft-invoice.ts";
import { moveInvoice } from "../invoice-moves.ts";
import { actorOf, recordChange } from "../record-change.ts";
import { renderInvoice } from "../render-invoice.ts";
import { assertChargeable, requestCharge } from "../request-charge.ts";
import { invoiceView, paymentView, viewInvoice, viewPayment } from "../views.ts";

const { userRoute } = routesOf<BillingContext>();
const invoiceParams = z.strictObject({ invoiceId: idIn("inv") });
const tags = ["billing"];
const guardProblems = [
  "contract.missing",
  "contract.not_in_force",
  "contract.void",
  "contract.in_cancel_window",
  "croa.service_hold",
  "croa.not_performed",
  "croa.total_reached",
  "tsr.six_months",
  "customer.suspended",
  "invoice.questioned",
];

/** @throws ProblemError resource.not_found */
export async function getInvoice(db: Db, id: string): Promise<BillingInvoice> {
  const invoice = await findInvoice(db, id);
  if (invoice === null) throw commonProblems.problem("resource.not_found");
  return invoice;
}

function assertVersion(invoice: BillingInvoice, ifMatch: number): void {
  if (invoice.version !== ifMatch) throw commonProblems.problem("resource.stale");
}

export const invoiceRoutes = [
  userRoute({
    access: { roles: ["billing", "admin"] },
    method: "post",
    path: "/v1/invoices",
    operationId: "createInvoice",
    summary: "Bills what was performed",
    description:
      "A draft with one line for each service that is fully performed and unbilled, or for the services named.",
    tags,
    idempotency: "required",
    transaction: "serializable",
    body: z.strictObject({
      customer_id: idIn("cus"),
      performance_ids: z.array(idIn("per")).min(1).max(100).optional(),
    }),
    responses: { 201: invoiceView },
    problems: guardProblems,
    handler: async (context, request) => {
      const { body, db, principal, requestId } = request;
      const standing = await authorizeCustomer(context, principal, body.customer_id, requestId);
      const invoice = await draftInvoice(context, db, {
        standing,
        actor: actorOf(request),
        performanceIds: body.performance_ids,
      });
      const view = viewInvoice(invoice);
      return { status: 201, body: view, etag: invoice.version, location: `/v1/invoices/${view.id}` };
    },
  }),
  userRoute({
    access: { roles: ["customer", "billing", "admin", "compliance", "auditor"] },
    method: "get",
    path: "/v1/customers/:customerId/invoices",
    operationId: "listInvoices",
    summary: "Invoices of a customer, newest first",
    tags,
    params: z.strictObject({ customerId: idIn("cus") }),
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(invoiceView) },
    handler: async (context, { params: { customerId }, query, db, principal, requestId }) => {
      await authorizeCustomer(context, principal, customerId, requestId);
      const list = `invoices:${customerId}`;
      const after = context.cursors.read(query.cursor, list);
      const rows = await listInvoices(db, { customerId, after, limit: query.limit + 1 });
      return {
        status: 200,
        body: context.cursors.page(rows, { limit: query.limit, list, view: viewInvoice }),
      };
    },
  }),
  userRoute({
    access: { roles: ["customer", "billing", "admin", "compliance", "auditor"] },
    method: "get",
    path: "/v1/invoices/:invoiceId",
    operationId: "getInvoice",
    summary: "One invoice",
    tags,
    params: invoiceParams,
    responses: { 200: invoiceView },
    handler: async (context, { params, db, principal, requestId }) => {
      const invoice = await getInvoice(db, params.invoiceId);
      await authorizeCustomer(context, principal, invoice.customerId, requestId);
      return { status: 200, body: viewInvoice(invoice), etag: invoice.version };
    },
  }),
  userRoute({
    access: { roles: ["customer", "billing", "admin", "compliance", "auditor"] },
    method: "get",
    path: "/v1/invoices/:invoiceId/pdf",
    operationId: "getInvoicePdf",
    summary: "The invoice as a PDF",
    tags,
    params: invoiceParams,
    produces: "application/pdf",
    responses: {},
    handler: async (context, { params, db, principal, requestId }) => {
      const invoice = await getInvoice(db, params.invoiceId);
      await authorizeCustomer(context, principal, invoice.customerId, requestId);
      const bytes = await renderInvoice(invoice);
      return {
        status: 200,
        bytes,
        contentType: "application/pdf",
        fileName: `invoice-${invoice.id.slice(0, 8)}.pdf`,
      };
    },
  }),
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
    problems: guardProblems,
    handler: async (context, request) => {
      const { params, db, principal, requestId, ifMatch } = request;
      const invoice = await getInvoice(db, params.invoiceId);
      const standing = await authorizeCustomer(context, principal, invoice.customerId, requestId);
      assertVersion(invoice, ifMatch);
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
  userRoute({
    access: { roles: ["billing", "admin"] },
    method: "post",
    path: "/v1/invoices/:invoiceId/void",
    operationId: "voidInvoice",
    summary: "Takes back an unpaid invoice",
    tags,
    params: invoiceParams,
    ifMatch: "required",
    transaction: "serializable",
    body: z.strictObject({ reason: z.string().trim().min(3).max(500) }),
    responses: { 200: invoiceView },
    handler: async (context, request) => {
      const { params, db, principal, requestId, ifMatch, body } = request;
      const invoice = await getInvoice(db, params.invoiceId);
      await authorizeCustomer(context, principal, invoice.customerId, requestId);
      assertVersion(invoice, ifMatch);
      const moved = await moveInvoice(db, invoice, {
        to: "void",
        actor: actorOf(request),
        reason: body.reason,
        nextChargeOn: null,
      });
      return { status: 200, body: viewInvoice(moved), etag: moved.version };
    },
  }),
  userRoute({
    access: { roles: ["billing", "admin"] },
    method: "post",
    path: "/v1/invoices/:invoiceId/write-off",
    operationId: "writeOffInvoice",
    summary: "Gives up on an invoice that is past due",
    tags,
    params: invoiceParams,
    ifMatch: "required",
    transaction: "serializable",
    body: z.strictObject({ reason: z.string().trim().min(3).max(500) }),
    responses: { 200: invoiceView },
    handler: async (context, request) => {
      const { params, db, principal, requestId, ifMatch, body } = request;
      const invoice = await getInvoice(db, params.invoiceId);
      await authorizeCustomer(context, principal, invoice.customerId, requestId);
      assertVersion(invoice, ifMatch);
      const moved = await moveInvoice(db, invoice, {
        to: "uncollectible",
        actor: actorOf(request),
        reason: body.reason,
        nextChargeOn: null,
      });
      return { status: 200, body: viewInvoice(moved), etag: moved.version };
    },
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
    problems: [...guardProblems, "payment.method_missing"],
    handler: async (context, request) => {
      const { params, db, principal, requestId } = request;
      const invoice = await getInvoice(db, params.invoiceId);
      const standing = await authorizeCustomer(context, principal, invoice.customerId, requestId);
      const payment = await requestCharge(context, db, { invoice, standing, actor: actorOf(request) });
      const view = viewPayment(payment);
      return { status: 202, body: view, location: `/v1/payments/${view.id}` };
    },
  }),
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
      const { params, db, principal, requestId, body } = request;
      const invoice = await getInvoice(db, params.invoiceId);
      await authorizeCustomer(context, principal, invoice.customerId, requestId);
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
      const { params, db, principal, requestId, body, ifMatch } = request;
      const invoice = await getInvoice(db, params.invoiceId);
      await authorizeCustomer(context, principal, invoice.customerId, requestId);
      assertVersion(invoice, ifMatch);
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
