import { performanceKinds } from "@horizon/contracts/backend";
import { type BillingStatement, findStatement, listStatements } from "@horizon/db/billing";
import { z } from "zod";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { money, usd } from "../../../platform/money.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import { authorizeCustomer } from "../../../platform/standing.ts";
import type { BillingContext } from "../context.ts";
import { renderStatement } from "../render-statement.ts";

const { userRoute } = routesOf<BillingContext>();
const tags = ["billing"];
const access = { roles: ["customer", "agent", "billing", "admin", "compliance", "auditor"] } as const;
const statementParams = z.strictObject({ statementId: idIn("stm") });

const statementView = z.strictObject({
  id: idOut("stm"),
  customer_id: idOut("cus"),
  contract_id: idOut("ctr"),
  month: z.int(),
  first_day: z.iso.date(),
  last_day: z.iso.date(),
  services: z.array(
    z.strictObject({
      performance_id: idOut("per"),
      kind: z.enum(performanceKinds),
      completed_on: z.iso.date(),
      price: money.nullable(),
    }),
  ),
  issued_at: z.iso.datetime(),
});

function viewStatement(statement: BillingStatement): z.input<typeof statementView> {
  return {
    id: publicIdOf("stm", statement.id),
    customer_id: publicIdOf("cus", statement.customerId),
    contract_id: publicIdOf("ctr", statement.contractId),
    month: statement.number,
    first_day: statement.firstDay,
    last_day: statement.lastDay,
    services: statement.lines.map(({ performanceId, kind, completedOn, amountCents }) => ({
      performance_id: publicIdOf("per", performanceId),
      kind,
      completed_on: completedOn,
      price: amountCents === null ? null : usd(amountCents),
    })),
    issued_at: statement.createdAt.toISOString(),
  };
}

export const statementRoutes = [
  userRoute({
    access,
    method: "get",
    path: "/v1/customers/:customerId/statements",
    operationId: "listStatements",
    summary: "Itemised statements of what was performed, month by month, newest first",
    description:
      "A month counts from the first day of service. California wants one for every month, and nothing is billed there before it; other customers have one for months in which something was performed.",
    tags,
    params: z.strictObject({ customerId: idIn("cus") }),
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(statementView) },
    handler: async (context, { params: { customerId }, query, db, principal, requestId }) => {
      await authorizeCustomer(context, principal, customerId, requestId);
      const { limit } = query;
      const list = `statements:${customerId}`;
      const after = context.cursors.read(query.cursor, list);
      const rows = await listStatements(db, { customerId, after, limit: limit + 1 });
      return { status: 200, body: context.cursors.page(rows, { limit, list, view: viewStatement }) };
    },
  }),
  userRoute({
    access,
    method: "get",
    path: "/v1/statements/:statementId/pdf",
    operationId: "getStatementPdf",
    summary: "A statement as a PDF",
    tags,
    params: statementParams,
    produces: "application/pdf",
    responses: {},
    handler: async (context, { params, db, principal, requestId }) => {
      const statement = await findStatement(db, params.statementId);
      if (statement === null) throw commonProblems.problem("resource.not_found");
      await authorizeCustomer(context, principal, statement.customerId, requestId);
      return {
        status: 200,
        bytes: await renderStatement(statement),
        contentType: "application/pdf",
        fileName: `statement-${statement.firstDay}.pdf`,
      };
    },
  }),
];
