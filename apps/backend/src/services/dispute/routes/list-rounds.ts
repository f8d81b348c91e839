import { roundStates } from "@horizon/contracts/backend";
import { listRounds } from "@horizon/db/dispute";
import { z } from "zod";
import { idIn } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { routesOf } from "../../../platform/route.ts";
import { authorizeCustomer } from "../../../platform/standing.ts";
import type { DisputeContext } from "../context.ts";
import { prefixes } from "../ids.ts";
import { roundView, toRoundView } from "./round-view.ts";

const { userRoute } = routesOf<DisputeContext>();

const listOfCustomer = userRoute({
  access: { roles: ["customer", "agent", "compliance", "admin", "auditor"] },
  method: "get",
  path: "/v1/customers/:customerId/rounds",
  operationId: "listRounds",
  summary: "Rounds of a customer, newest first, with the dates of their clocks",
  tags: ["Rounds"],
  params: z.strictObject({ customerId: idIn(prefixes.customer) }),
  query: z.strictObject({ ...pageQuery, state: z.enum(roundStates).optional() }),
  responses: { 200: pageOf(roundView) },
  handler: async (context, { params: { customerId }, query, principal, db, requestId }) => {
    await authorizeCustomer(context, principal, customerId, requestId);
    const { limit, state } = query;
    const list = `rounds:${customerId}:${state ?? "all"}`;
    const cursor = context.cursors.read(query.cursor, list);
    const rows = await listRounds(db, { customerId, state, cursor, limit });
    return { status: 200, body: context.cursors.page(rows, { limit, list, view: toRoundView }) };
  },
});

export const listRoundsRoutes = [listOfCustomer];
