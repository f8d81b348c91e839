import { listTimeline } from "@horizon/db/customer";
import { z } from "zod";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { getVisibleCustomer } from "../find-visible.ts";
import { customerParams, instant } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();

const entryView = z.strictObject({
  at: instant,
  kind: z.string(),
  object_type: z.string(),
  object_id: z.uuid(),
  data: z.record(z.string(), z.unknown()),
});

export const timelineRoutes = [
  userRoute({
    access: { roles: ["customer", "agent", "compliance", "billing", "admin", "auditor"] },
    method: "get",
    path: "/v1/customers/:customerId/timeline",
    operationId: "getTimeline",
    summary: "What happened, newest first",
    description: "Customers do not see what is the staff's alone.",
    tags: ["customers"],
    params: customerParams,
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(entryView) },
    handler: async ({ db, cursors }, { principal, params, query }) => {
      const customer = await getVisibleCustomer(db, principal, params.customerId);
      const visibleOnly = principal.role === "customer";
      const { limit } = query;
      const list = `timeline ${customer.id} ${visibleOnly}`;
      const cursor = cursors.read(query.cursor, list);
      const entries = await listTimeline(db, { customerId: customer.id, visibleOnly, cursor, limit });
      const rows = entries.map((entry) => ({ ...entry, createdAt: entry.at }));
      const view = ({ at, kind, objectType, objectId, data }: (typeof rows)[number]) => ({
        at: at.toISOString(),
        kind,
        object_type: objectType,
        object_id: objectId,
        data: z.record(z.string(), z.unknown()).parse(data),
      });
      return { status: 200, body: cursors.page(rows, { limit, list, view }) };
    },
  }),
];
