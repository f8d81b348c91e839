import { disputeTaskKinds } from "@horizon/contracts/backend";
import { countRoundsByState, listOpenDisputeTasks, listRounds } from "@horizon/db/dispute";
import { z } from "zod";
import type { ClientPrincipal, UserPrincipal } from "../../../platform/access-token.ts";
import { idOut, publicIdOf } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { routesOf } from "../../../platform/route.ts";
import type { DisputeContext } from "../context.ts";
import { prefixes } from "../ids.ts";
import { roundView, toRoundView } from "./round-view.ts";

const { userRoute } = routesOf<DisputeContext>();
const tags = ["Disputes"];
const roles = ["agent", "compliance", "admin"] as const;

/** An agent sees the rounds of their own customers, the others all. */
const agentOf = (principal: UserPrincipal | ClientPrincipal) =>
  principal.kind === "user" && principal.role === "agent" ? principal.userId : undefined;

const listOverdue = userRoute({
  access: { roles },
  method: "get",
  path: "/v1/disputes/overdue",
  operationId: "listOverdueRounds",
  summary: "Rounds whose period is over without an answer",
  tags,
  query: z.strictObject({ ...pageQuery }),
  responses: { 200: pageOf(roundView) },
  handler: async (context, { query, principal, db }) => {
    const agentUserId = agentOf(principal);
    const list = `overdue-rounds:${agentUserId ?? "all"}`;
    const cursor = context.cursors.read(query.cursor, list);
    const rows = await listRounds(db, { agentUserId, state: "overdue", cursor, limit: query.limit });
    return { status: 200, body: context.cursors.page(rows, { limit: query.limit, list, view: toRoundView }) };
  },
});

const getDashboard = userRoute({
  access: { roles, scope: "disputes:read" },
  method: "get",
  path: "/v1/disputes/dashboard",
  operationId: "getDisputeDashboard",
  summary: "Rounds by state, and what waits for a person",
  tags,
  responses: {
    200: z.strictObject({
      rounds_by_state: z.record(z.string(), z.int()),
      overdue: z.int(),
      tasks: z.array(
        z.strictObject({
          id: idOut(prefixes.task),
          kind: z.enum(disputeTaskKinds),
          customer_id: idOut(prefixes.customer),
          round_id: idOut(prefixes.round).nullable(),
          item_id: idOut(prefixes.item).nullable(),
          due_on: z.string().nullable(),
        }),
      ),
    }),
  },
  handler: async (_context, { principal, db }) => {
    const agentUserId = agentOf(principal);
    const counts = await countRoundsByState(db, agentUserId);
    const tasks = await listOpenDisputeTasks(db, { agentUserId, limit: 100 });
    return {
      status: 200,
      body: {
        rounds_by_state: counts,
        overdue: counts.overdue ?? 0,
        tasks: tasks.map((task) => ({
          id: publicIdOf(prefixes.task, task.id),
          kind: task.kind,
          customer_id: publicIdOf(prefixes.customer, task.customerId),
          round_id: task.roundId && publicIdOf(prefixes.round, task.roundId),
          item_id: task.itemId && publicIdOf(prefixes.item, task.itemId),
          due_on: task.dueOn,
        })),
      },
    };
  },
});

export const disputeRoutes = [listOverdue, getDashboard];
