import { type CustomerLink, createLink, listLinks } from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, idOut, newId, publicIdOf } from "../../../platform/ids.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { getVisibleCustomer, lockVisibleCustomer } from "../find-visible.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { isTaken } from "../vault.ts";
import { customerParams, instant } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();
const kinds = ["spouse", "co_applicant"] as const;

const linkView = z.strictObject({
  id: idOut("lnk"),
  customer_id: idOut("cus"),
  kind: z.enum(kinds),
  created_at: instant,
});

/** Two customers who belong together, for the staff who serves both. Neither sees anything of the other by it. */
export const linkRoutes = [
  userRoute({
    access: { roles: ["agent", "compliance"] },
    method: "post",
    path: "/v1/customers/:customerId/links",
    operationId: "linkCustomers",
    summary: "Notes that two customers belong together",
    description: "Whoever links must be able to see both. It shares no data between them.",
    tags: ["staff"],
    idempotency: "required",
    params: customerParams,
    body: z.strictObject({ customer_id: idIn("cus"), kind: z.enum(kinds) }),
    responses: { 201: linkView },
    problems: ["link.invalid"],
    handler: async ({ clock }, request) => {
      const { db, params, principal, body } = request;
      if (body.customer_id === params.customerId) throw problem("link.invalid");
      // In the order of their ids: two who link the same pair at once do not wait for each other in a circle.
      for (const id of [params.customerId, body.customer_id].sort())
        await lockVisibleCustomer(db, principal, id);
      const now = clock.now();
      const link = await createLink(db, {
        id: newId(),
        customers: [params.customerId, body.customer_id],
        kind: body.kind,
        createdBy: principal.userId,
        createdAt: now,
      }).catch((error: unknown) => {
        throw isTaken(error) ? problem("link.invalid") : error;
      });
      await recordChange(db, actorOf(request), {
        type: "customer.linked.v1",
        data: { customer_id: params.customerId, other_customer_id: body.customer_id, kind: body.kind },
        customerId: params.customerId,
        object: { type: "customer", id: params.customerId },
        at: now,
        visible: false,
      });
      return { status: 201, body: viewLink(link, params.customerId) };
    },
  }),
  userRoute({
    access: { roles: ["agent", "compliance", "auditor"] },
    method: "get",
    path: "/v1/customers/:customerId/links",
    operationId: "listLinks",
    summary: "Who belongs to this customer",
    tags: ["staff"],
    params: customerParams,
    responses: { 200: z.strictObject({ data: z.array(linkView) }) },
    handler: async ({ db }, { params, principal }) => {
      const customer = await getVisibleCustomer(db, principal, params.customerId);
      const links = await listLinks(db, customer.id);
      return { status: 200, body: { data: links.map((link) => viewLink(link, customer.id)) } };
    },
  }),
];

/** The other one of the two. */
function viewLink(link: CustomerLink, ownId: string): z.input<typeof linkView> {
  return {
    id: publicIdOf("lnk", link.id),
    customer_id: publicIdOf("cus", link.customerId === ownId ? link.otherId : link.customerId),
    kind: link.kind === "spouse" ? "spouse" : "co_applicant",
    created_at: link.createdAt.toISOString(),
  };
}
