import { dateInZone, firstUsZone } from "@horizon/calendar";
import { customerStatuses } from "@horizon/contracts/backend";
import { appendAudit } from "@horizon/db/backend";
import { convertLead, createCustomer, listCustomers, updateCustomer } from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { maskSsn } from "../domain/ssn.ts";
import { assertVersion, getVisibleCustomer, lockVisibleCustomer } from "../find-visible.ts";
import { indexLast4 } from "../kms/blind-index.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { isTaken, openSealedField, storeSealed } from "../vault.ts";
import { civilDate, customerParams, customerView, personText, viewCustomer } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();

/** @throws ProblemError request.invalid for a day that has begun nowhere in the US. */
function assertBorn(birthDate: string | undefined, now: Date): void {
  if (birthDate === undefined || birthDate <= dateInZone(now, firstUsZone)) return;
  throw commonProblems.problem("request.invalid", {
    errors: [{ pointer: "/birth_date", code: "future", detail: "must not be in the future" }],
  });
}

export const customerRoutes = [
  userRoute({
    access: { roles: ["customer"] },
    method: "post",
    path: "/v1/customers",
    operationId: "createCustomer",
    summary: "Begins as a customer",
    description: "The id is the one that registration gave; a person is one customer.",
    tags: ["customers"],
    idempotency: "required",
    body: z.strictObject({
      first_name: personText(100),
      last_name: personText(100),
      birth_date: civilDate.optional(),
      lead_id: idIn("led").optional(),
    }),
    responses: { 201: customerView },
    problems: ["customer.duplicate"],
    handler: async (context, request) => {
      const { principal, body, db } = request;
      if (principal.customerId === null) throw commonProblems.problem("auth.forbidden");
      const now = context.clock.now();
      assertBorn(body.birth_date, now);
      const customer = await createCustomer(db, {
        id: principal.customerId,
        userId: principal.userId,
        firstName: body.first_name,
        lastName: body.last_name,
        now,
      }).catch((error: unknown) => {
        throw isTaken(error) ? problem("customer.duplicate") : error;
      });
      if (body.birth_date !== undefined) {
        await storeSealed(context, db, customer.id, { birthDateEncrypted: body.birth_date });
      }
      if (body.lead_id !== undefined) await convertLead(db, body.lead_id, customer.id);
      await recordChange(db, actorOf(request), {
        type: "customer.created.v1",
        data: { customer_id: customer.id, user_id: customer.userId },
        customerId: customer.id,
        object: { type: "customer", id: customer.id },
        at: now,
      });
      const body_ = viewCustomer(customer, principal);
      return { status: 201, body: body_, etag: customer.version, location: `/v1/customers/${body_.id}` };
    },
  }),
  userRoute({
    access: { roles: ["agent", "compliance", "billing", "admin", "auditor"] },
    method: "get",
    path: "/v1/customers",
    operationId: "listCustomers",
    summary: "Customers, newest first",
    description:
      "`q` is the beginning of a name, or the last four digits of a Social Security number. Agents see their own.",
    tags: ["customers"],
    query: z.strictObject({
      ...pageQuery,
      status: z.enum(customerStatuses).optional(),
      agent: idIn("usr").optional(),
      q: personText(100).optional(),
    }),
    responses: { 200: pageOf(customerView) },
    handler: async ({ db, cursors, keys }, request) => {
      const { query, principal } = request;
      const { limit, status, q } = query;
      const agentUserId = principal.role === "agent" ? principal.userId : query.agent;
      const list = JSON.stringify(["customers", agentUserId ?? "", status ?? "", q ?? ""]);
      const last4 = q !== undefined && /^\d{4}$/.test(q) ? q : null;
      const rows = await listCustomers(db, {
        limit,
        cursor: cursors.read(query.cursor, list),
        status,
        agentUserId,
        ...(last4 === null ? { name: q } : { last4Index: new Uint8Array(await indexLast4(keys, last4)) }),
      });
      if (last4 !== null) {
        // Who looks people up by their number is on record (GLB-4); the digits are not.
        await appendAudit(db, "customer", {
          ...actorOf(request),
          action: "customer.looked_up_by_last4",
          objectType: "customer",
          objectId: principal.userId,
          details: { found: Math.min(rows.length, limit) },
        });
      }
      const view = (row: (typeof rows)[number]) => viewCustomer(row, principal);
      return { status: 200, body: cursors.page(rows, { limit, list, view }) };
    },
  }),
  userRoute({
    access: { roles: ["customer", "agent", "compliance", "billing", "admin", "auditor"] },
    method: "get",
    path: "/v1/customers/:customerId",
    operationId: "getCustomer",
    summary: "One customer",
    tags: ["customers"],
    params: customerParams,
    responses: { 200: customerView },
    handler: async (context, { params, principal, db }) => {
      const customer = await getVisibleCustomer(db, principal, params.customerId);
      const last4 = await openSealedField(context, db, customer.id, "ssnLast4Encrypted");
      const masked = last4 === null ? null : maskSsn(last4);
      return { status: 200, body: viewCustomer(customer, principal, masked), etag: customer.version };
    },
  }),
  userRoute({
    access: { roles: ["customer", "agent", "compliance"] },
    method: "patch",
    path: "/v1/customers/:customerId",
    operationId: "updateCustomer",
    summary: "Changes name or date of birth",
    description: "Once the identity is verified, compliance alone changes them.",
    tags: ["customers"],
    ifMatch: "required",
    params: customerParams,
    body: z
      .strictObject({
        first_name: personText(100).optional(),
        last_name: personText(100).optional(),
        birth_date: civilDate.optional(),
      })
      .refine((body) => Object.keys(body).length > 0, "must change something"),
    responses: { 200: customerView },
    handler: async (context, request) => {
      const { principal, body, db, params, ifMatch } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      assertVersion(customer, ifMatch);
      if (customer.identityVerifiedAt !== null && principal.role !== "compliance") {
        throw commonProblems.problem("auth.forbidden", { rule: "CROA-10" });
      }
      const now = context.clock.now();
      assertBorn(body.birth_date, now);
      if (body.birth_date !== undefined) {
        await storeSealed(context, db, customer.id, { birthDateEncrypted: body.birth_date });
      }
      const changed = await updateCustomer(
        db,
        customer.id,
        {
          ...(body.first_name === undefined ? {} : { firstName: body.first_name }),
          ...(body.last_name === undefined ? {} : { lastName: body.last_name }),
        },
        now,
      );
      await recordChange(db, actorOf(request), {
        type: "customer.updated.v1",
        data: { customer_id: customer.id },
        customerId: customer.id,
        object: { type: "customer", id: customer.id },
        at: now,
        before: { firstName: customer.firstName, lastName: customer.lastName },
        after: { firstName: changed.firstName, lastName: changed.lastName },
      });
      return { status: 200, body: viewCustomer(changed, principal), etag: changed.version };
    },
  }),
  userRoute({
    access: { roles: ["compliance", "admin"] },
    method: "put",
    path: "/v1/customers/:customerId/agent",
    operationId: "assignAgent",
    summary: "Says whose customer this is",
    tags: ["customers"],
    ifMatch: "required",
    params: customerParams,
    body: z.strictObject({ agent_user_id: idIn("usr").nullable() }),
    responses: { 200: customerView },
    handler: async ({ clock }, request) => {
      const { principal, body, db, params, ifMatch } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      assertVersion(customer, ifMatch);
      const now = clock.now();
      const changed = await updateCustomer(db, customer.id, { agentUserId: body.agent_user_id }, now);
      await recordChange(db, actorOf(request), {
        type: "customer.agent_assigned.v1",
        data: { customer_id: customer.id, agent_user_id: body.agent_user_id },
        customerId: customer.id,
        object: { type: "customer", id: customer.id },
        at: now,
        visible: false,
      });
      return { status: 200, body: viewCustomer(changed, principal), etag: changed.version };
    },
  }),
];
