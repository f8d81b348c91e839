import {
  createPrivacyRequest,
  listPrivacyRequests,
  updatePrivacyRequest,
  withdrawConsent,
} from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { newId } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { dateOfCustomer } from "../date-of-customer.ts";
import { computePrivacyClocks, privacyKinds } from "../domain/privacy-clocks.ts";
import { getVisibleCustomer, lockVisibleCustomer } from "../find-visible.ts";
import { lockRequest, privacyChange } from "../privacy-change.ts";
import { recordChange } from "../record-change.ts";
import { requestParams, requestView, viewRequest } from "./privacy-view.ts";
import { customerParams } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();

export const privacyRoutes = [
  userRoute({
    access: { roles: ["customer", "compliance"] },
    method: "post",
    path: "/v1/customers/:customerId/privacy-requests",
    operationId: "createPrivacyRequest",
    summary: "Asks for access, deletion, correction or an opt-out",
    description: "The dates by which it is confirmed and answered are fixed at once.",
    tags: ["privacy"],
    idempotency: "required",
    params: customerParams,
    body: z.strictObject({ kind: z.enum(privacyKinds) }),
    responses: { 201: requestView },
    handler: async ({ clock }, request) => {
      const { principal, body, db, params } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      const now = clock.now();
      const receivedOn = await dateOfCustomer(db, customer.id, now);
      const created = await createPrivacyRequest(db, {
        id: newId(),
        customerId: customer.id,
        kind: body.kind,
        receivedAt: now,
        receivedOn,
        ...computePrivacyClocks(body.kind, receivedOn),
      });
      const actor = actorOf(request);
      if (body.kind === "opt_out") {
        // The law gives days; there is no reason to use them.
        const consent = await withdrawConsent(db, customer.id, "marketing_email", now);
        if (consent !== null) {
          await recordChange(db, actor, {
            type: "consent.withdrawn.v1",
            data: { customer_id: customer.id, kind: consent.kind, version: consent.version },
            customerId: customer.id,
            object: { type: "consent", id: consent.id },
            at: now,
          });
        }
      }
      await recordChange(db, actor, { ...privacyChange(created, now), type: "privacy.requested.v1" });
      return { status: 201, body: viewRequest(created), etag: created.version };
    },
  }),
  userRoute({
    access: { roles: ["customer", "compliance", "auditor"] },
    method: "get",
    path: "/v1/customers/:customerId/privacy-requests",
    operationId: "listPrivacyRequests",
    summary: "Privacy requests, newest first",
    tags: ["privacy"],
    params: customerParams,
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(requestView) },
    handler: async ({ db, cursors }, { principal, params, query }) => {
      const customer = await getVisibleCustomer(db, principal, params.customerId);
      const { limit } = query;
      const list = `privacy ${customer.id}`;
      const rows = await listPrivacyRequests(db, {
        customerId: customer.id,
        cursor: cursors.read(query.cursor, list),
        limit,
      });
      const positioned = rows.map((row) => ({ ...row, createdAt: row.receivedAt }));
      return { status: 200, body: cursors.page(positioned, { limit, list, view: viewRequest }) };
    },
  }),
  userRoute({
    access: { roles: ["compliance"] },
    method: "post",
    path: "/v1/privacy-requests/:privacyRequestId/confirm",
    operationId: "confirmPrivacyRequest",
    summary: "Notes that the receipt was confirmed to the consumer",
    tags: ["privacy"],
    ifMatch: "required",
    params: requestParams,
    responses: { 200: requestView },
    handler: async ({ clock }, request) => {
      const { db, params, ifMatch } = request;
      const found = await lockRequest(db, params.privacyRequestId, ifMatch);
      const now = clock.now();
      const changed = await updatePrivacyRequest(db, found.id, { confirmedAt: found.confirmedAt ?? now });
      await recordChange(db, actorOf(request), {
        ...privacyChange(changed, now),
        type: "privacy.confirmed.v1",
      });
      return { status: 200, body: viewRequest(changed), etag: changed.version };
    },
  }),
];
