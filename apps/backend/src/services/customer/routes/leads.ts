import { dateInZone, lastUsZone } from "@horizon/calendar";
import { appendAudit, appendEvent } from "@horizon/db/backend";
import { createLead, listLeads, listStateRules } from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idOut, newId, publicIdOf } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { resolveStateTerms } from "../domain/state-rules.ts";
import { isState } from "../domain/state-zones.ts";
import { problem } from "../problems.ts";
import { instant, personText } from "./views.ts";

const { publicRoute, userRoute } = routesOf<CustomerContext>();

export const leadRoutes = [
  publicRoute({
    method: "post",
    path: "/v1/leads",
    operationId: "createLead",
    summary: "Asks to hear from us",
    description:
      "Nothing is told of whether the address is known. Those who do not become customers are forgotten after two years.",
    tags: ["leads"],
    idempotency: "required",
    body: z.strictObject({
      first_name: personText(100),
      last_name: personText(100),
      email: z.email().max(254).toLowerCase(),
      state: z.string().refine(isState, "must be a state or territory of the US"),
      source: z
        .string()
        .regex(/^[a-z0-9_-]{1,50}$/)
        .default("web"),
      marketing_consent: z.boolean().default(false),
    }),
    responses: { 202: z.strictObject({ id: idOut("led") }) },
    problems: ["state.not_serviceable"],
    handler: async ({ clock }, { db, body, requestId, clientAddress }) => {
      const now = clock.now();
      const rules = await listStateRules(db, body.state);
      if (!resolveStateTerms(rules, body.state, dateInZone(now, lastUsZone)).serviceable) {
        throw problem("state.not_serviceable", { members: { state: body.state } });
      }
      const lead = await createLead(db, {
        id: newId(),
        firstName: body.first_name,
        lastName: body.last_name,
        email: body.email,
        state: body.state,
        source: body.source,
        marketingConsent: body.marketing_consent,
        createdAt: now,
      });
      const data = { lead_id: lead.id, state: lead.state };
      await appendEvent(db, "customer", {
        type: "lead.created.v1",
        aggregateType: "lead",
        aggregateId: lead.id,
        data,
        requestId,
      });
      await appendAudit(db, "customer", {
        ...actorOf({ principal: null, clientAddress, requestId }),
        action: "lead.created",
        objectType: "lead",
        objectId: lead.id,
        details: data,
      });
      return { status: 202, body: { id: publicIdOf("led", lead.id) } };
    },
  }),
  userRoute({
    access: { roles: ["agent", "compliance", "admin"] },
    method: "get",
    path: "/v1/leads",
    operationId: "listLeads",
    summary: "Who asked, newest first",
    tags: ["leads"],
    query: z.strictObject(pageQuery),
    responses: {
      200: pageOf(
        z.strictObject({
          id: idOut("led"),
          first_name: z.string(),
          last_name: z.string(),
          email: z.string(),
          state: z.string(),
          source: z.string(),
          marketing_consent: z.boolean(),
          customer_id: idOut("cus").nullable(),
          created_at: instant,
        }),
      ),
    },
    handler: async ({ db, cursors }, { query }) => {
      const { limit } = query;
      const rows = await listLeads(db, { cursor: cursors.read(query.cursor, "leads"), limit });
      const view = (lead: (typeof rows)[number]) => ({
        id: publicIdOf("led", lead.id),
        first_name: lead.firstName,
        last_name: lead.lastName,
        email: lead.email,
        state: lead.state,
        source: lead.source,
        marketing_consent: lead.marketingConsent,
        customer_id: lead.customerId === null ? null : publicIdOf("cus", lead.customerId),
        created_at: lead.createdAt.toISOString(),
      });
      return { status: 200, body: cursors.page(rows, { limit, list: "leads", view }) };
    },
  }),
];
