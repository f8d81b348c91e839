import { listInvoices } from "@horizon/db/billing";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { routesOf } from "../../../platform/route.ts";
import { authorizeCustomer } from "../../../platform/standing.ts";
import type { BillingContext } from "../context.ts";
import { draftInvoice } from "../draft-invoice.ts";
import { getVisibleInvoice } from "../find-visible.ts";
import { eligibilityProblems } from "../problems.ts";
import { renderInvoice } from "../render-invoice.ts";
import { invoiceView, viewInvoice } from "../views.ts";
import { invoiceParams } from "./params.ts";

const { userRoute } = routesOf<BillingContext>();
const tags = ["billing"];

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
    problems: eligibilityProblems,
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
    handler: async (context, request) => {
      const { invoice } = await getVisibleInvoice(context, request, request.params.invoiceId);
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
    handler: async (context, request) => {
      const { invoice } = await getVisibleInvoice(context, request, request.params.invoiceId);
      const bytes = await renderInvoice(invoice);
      return {
        status: 200,
        bytes,
        contentType: "application/pdf",
        fileName: `invoice-${invoice.id.slice(0, 8)}.pdf`,
      };
    },
  }),
];
