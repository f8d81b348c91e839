import {
  createIdentityVerification,
  decideIdentityVerification,
  findIdentityVerification,
  listIdentityVerifications,
  listStoredDocumentIds,
  updateCustomer,
} from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, idOut, newId, publicIdOf } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { getVisibleCustomer, lockVisibleCustomer } from "../find-visible.ts";
import { activateIfReady } from "../move-customer.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { isTaken } from "../vault.ts";
import { customerParams, instant } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();

const verificationView = z.strictObject({
  id: idOut("idv"),
  status: z.enum(["pending", "verified", "failed"]),
  document_ids: z.array(idOut("doc")),
  created_at: instant,
  decided_at: instant.nullable(),
});

export const identityRoutes = [
  userRoute({
    access: { roles: ["customer", "agent"] },
    method: "post",
    path: "/v1/customers/:customerId/identity-verifications",
    operationId: "requestIdentityVerification",
    summary: "Hands in documents that show who the customer is",
    description: "A person of the staff compares them with the profile; no outside provider is asked.",
    tags: ["customers"],
    idempotency: "required",
    params: customerParams,
    body: z.strictObject({ document_ids: z.array(idIn("doc")).min(1).max(5) }),
    responses: { 201: verificationView },
    problems: ["identity.in_progress", "identity.documents_missing"],
    handler: async ({ clock }, request) => {
      const { principal, body, db, params } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      const documentIds = [...new Set(body.document_ids)];
      const stored = await listStoredDocumentIds(db, customer.id, documentIds);
      if (stored.length !== documentIds.length) throw problem("identity.documents_missing");
      const now = clock.now();
      const verification = await createIdentityVerification(db, {
        id: newId(),
        customerId: customer.id,
        documentIds,
        requestedBy: principal.userId,
        createdAt: now,
      }).catch((error: unknown) => {
        throw isTaken(error) ? problem("identity.in_progress") : error;
      });
      await recordChange(db, actorOf(request), {
        type: "identity.requested.v1",
        data: { customer_id: customer.id, verification_id: verification.id },
        customerId: customer.id,
        object: { type: "identity_verification", id: verification.id },
        at: now,
      });
      return { status: 201, body: viewVerification(verification) };
    },
  }),
  userRoute({
    access: { roles: ["customer", "agent", "compliance", "auditor"] },
    method: "get",
    path: "/v1/customers/:customerId/identity-verifications",
    operationId: "listIdentityVerifications",
    summary: "Verifications, newest first",
    tags: ["customers"],
    params: customerParams,
    responses: { 200: z.strictObject({ data: z.array(verificationView) }) },
    handler: async ({ db }, { principal, params }) => {
      const customer = await getVisibleCustomer(db, principal, params.customerId);
      return {
        status: 200,
        body: { data: (await listIdentityVerifications(db, customer.id)).map(viewVerification) },
      };
    },
  }),
  userRoute({
    access: { roles: ["agent", "compliance"] },
    method: "post",
    path: "/v1/identity-verifications/:verificationId/decision",
    operationId: "decideIdentityVerification",
    summary: "Says whether the documents fit the profile",
    tags: ["customers"],
    idempotency: "required",
    params: z.strictObject({ verificationId: idIn("idv") }),
    body: z.strictObject({
      decision: z.enum(["verified", "failed"]),
      reason: z.string().trim().min(5).max(300),
    }),
    responses: { 200: verificationView },
    problems: ["identity.decided"],
    handler: async ({ clock }, request) => {
      const { principal, body, db, params } = request;
      const found = await findIdentityVerification(db, params.verificationId);
      if (found === null) throw commonProblems.problem("resource.not_found");
      const customer = await lockVisibleCustomer(db, principal, found.customerId);
      const now = clock.now();
      const decided = await decideIdentityVerification(db, found.id, {
        status: body.decision,
        decidedBy: principal.userId,
        decidedAt: now,
        reason: body.reason,
      });
      if (decided === null) throw problem("identity.decided");
      const actor = actorOf(request);
      if (body.decision === "verified")
        await updateCustomer(db, customer.id, { identityVerifiedAt: now }, now);
      await recordChange(db, actor, {
        type: `identity.${body.decision}.v1`,
        data: { customer_id: customer.id, verification_id: decided.id },
        customerId: customer.id,
        object: { type: "identity_verification", id: decided.id },
        at: now,
        reason: body.reason,
      });
      await activateIfReady(db, customer.id, { actor, now });
      return { status: 200, body: viewVerification(decided) };
    },
  }),
];

function viewVerification(
  verification: Awaited<ReturnType<typeof listIdentityVerifications>>[number],
): z.input<typeof verificationView> {
  return {
    id: publicIdOf("idv", verification.id),
    status: verification.status,
    document_ids: verification.documentIds.map((id) => publicIdOf("doc", id)),
    created_at: verification.createdAt.toISOString(),
    decided_at: verification.decidedAt?.toISOString() ?? null,
  };
}
