import { countSsnReveals, recordSsnReveal, updateCustomer } from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { newId } from "../../../platform/ids.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { maskSsn, parseSsn } from "../domain/ssn.ts";
import { lockVisibleCustomer } from "../find-visible.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { isTaken, openSealedField, storeSsn } from "../vault.ts";
import { customerParams } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();
const revealsPerDay = 5;
const dayMs = 24 * 60 * 60_000;

export const ssnRoutes = [
  userRoute({
    access: { roles: ["customer", "compliance"], stepUp: true },
    method: "put",
    path: "/v1/customers/:customerId/ssn",
    operationId: "setSsn",
    summary: "Gives the Social Security number",
    description:
      "It is stored sealed and never shown again but for its last four digits. Once the identity is verified, compliance alone changes it, with a reason.",
    tags: ["customers"],
    idempotency: "required",
    params: customerParams,
    body: z.strictObject({
      ssn: z.string().min(1).max(20),
      reason: z.string().trim().min(5).max(300).optional(),
    }),
    responses: { 200: z.strictObject({ masked: z.string() }) },
    problems: ["ssn.invalid", "croa.identity_number", "ssn.locked", "customer.duplicate"],
    handler: async (context, request) => {
      const { principal, body, db, params } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      const parsed = parseSsn(body.ssn);
      if (!parsed.ok) {
        const code = parsed.refusal.startsWith("croa.") ? "croa.identity_number" : "ssn.invalid";
        throw problem(code, {
          errors: [{ pointer: "/ssn", code: parsed.refusal, detail: "It cannot be used." }],
        });
      }
      const locked = customer.identityVerifiedAt !== null;
      if (locked && (principal.role !== "compliance" || body.reason === undefined))
        throw problem("ssn.locked");
      await storeSsn(context, db, customer.id, parsed.digits).catch((error: unknown) => {
        // To the customer it says no more than that; the staff finds the other record by the last four digits.
        throw isTaken(error) ? problem("customer.duplicate") : error;
      });
      const now = context.clock.now();
      await updateCustomer(db, customer.id, {}, now);
      await recordChange(db, actorOf(request), {
        type: "customer.ssn_set.v1",
        data: { customer_id: customer.id },
        customerId: customer.id,
        object: { type: "customer", id: customer.id },
        at: now,
        ...(body.reason === undefined ? {} : { reason: body.reason }),
      });
      return { status: 200, body: { masked: maskSsn(parsed.digits.slice(-4)) } };
    },
  }),
  userRoute({
    access: { roles: ["compliance"], stepUp: true },
    method: "post",
    path: "/v1/customers/:customerId/ssn/reveal",
    operationId: "revealSsn",
    summary: "Shows the whole number to compliance",
    description: "Five a day and person; each is audited with its reason. The answer is not kept for replay.",
    tags: ["customers"],
    params: customerParams,
    body: z.strictObject({ reason: z.string().trim().min(10).max(300) }),
    responses: { 200: z.strictObject({ ssn: z.string() }) },
    problems: ["pii.reveal_limit", "ssn.missing"],
    handler: async (context, request) => {
      const { principal, body, db, params } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      const now = context.clock.now();
      const shown = await countSsnReveals(db, principal.userId, new Date(now.getTime() - dayMs));
      if (shown >= revealsPerDay) throw problem("pii.reveal_limit", { headers: { "retry-after": "86400" } });
      const digits = await openSealedField(context, db, customer.id, "ssnEncrypted");
      if (digits === null) throw problem("ssn.missing");
      await recordSsnReveal(db, { id: newId(), userId: principal.userId, customerId: customer.id, at: now });
      await recordChange(db, actorOf(request), {
        type: "pii.revealed.v1",
        data: { customer_id: customer.id, user_id: principal.userId },
        customerId: customer.id,
        object: { type: "customer", id: customer.id },
        at: now,
        reason: body.reason,
        visible: false,
      });
      const ssn = `${digits.slice(0, 3)}-${digits.slice(3, 5)}-${digits.slice(5)}`;
      return { status: 200, body: { ssn } };
    },
  }),
];
