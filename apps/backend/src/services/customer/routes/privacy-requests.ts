import type { Db, Json } from "@horizon/db";
import {
  createPrivacyRequest,
  findNewestContract,
  findPrivacyRequestCustomer,
  listPrivacyRequests,
  lockCustomer,
  lockPrivacyRequest,
  type PrivacyRequest,
  updatePrivacyRequest,
  withdrawConsent,
} from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, idOut, newId, publicIdOf } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { todayOf } from "../contract-life.ts";
import { dateOfCustomer } from "../date-of-customer.ts";
import {
  computePrivacyClocks,
  dataInventory,
  extendPrivacyClock,
  privacyKinds,
} from "../domain/privacy-clocks.ts";
import { retainUntil } from "../domain/retention.ts";
import { assertVersion, getVisibleCustomer, lockVisibleCustomer } from "../find-visible.ts";
import { privacyMachine } from "../machines.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { civilDate, customerParams, instant } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();
const requestParams = z.strictObject({ privacyRequestId: idIn("prv") });

const requestView = z.strictObject({
  id: idOut("prv"),
  customer_id: idOut("cus"),
  kind: z.enum(privacyKinds),
  status: z.string(),
  received_on: civilDate,
  confirm_by: civilDate.nullable(),
  confirmed_at: instant.nullable(),
  answer_by: civilDate,
  decided_at: instant.nullable(),
  /** What was given, what is exempt, what is kept and until when. */
  outcome: z.unknown(),
});

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
      await recordChange(db, actor, { ...changeOf(created, now), type: "privacy.requested.v1" });
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
      await recordChange(db, actorOf(request), { ...changeOf(changed, now), type: "privacy.confirmed.v1" });
      return { status: 200, body: viewRequest(changed), etag: changed.version };
    },
  }),
  userRoute({
    access: { roles: ["compliance"] },
    method: "post",
    path: "/v1/privacy-requests/:privacyRequestId/extend",
    operationId: "extendPrivacyRequest",
    summary: "Takes 45 more days, once, with notice to the consumer",
    tags: ["privacy"],
    ifMatch: "required",
    params: requestParams,
    body: z.strictObject({ reason: z.string().trim().min(10).max(300) }),
    responses: { 200: requestView },
    problems: ["privacy.not_extendable"],
    handler: async ({ clock }, request) => {
      const { db, params, ifMatch, body } = request;
      const found = await lockRequest(db, params.privacyRequestId, ifMatch);
      const now = clock.now();
      const today = await dateOfCustomer(db, found.customerId, now);
      const closed = found.decidedAt !== null;
      const answerBy = closed ? null : extendPrivacyClock(found.kind, found, today);
      if (answerBy === null) throw problem("privacy.not_extendable");
      const changed = await updatePrivacyRequest(db, found.id, { answerBy });
      const change = { ...changeOf(changed, now), type: "privacy.extended.v1" as const, reason: body.reason };
      await recordChange(db, actorOf(request), change);
      return { status: 200, body: viewRequest(changed), etag: changed.version };
    },
  }),
  userRoute({
    access: { roles: ["compliance"] },
    method: "post",
    path: "/v1/privacy-requests/:privacyRequestId/transitions",
    operationId: "movePrivacyRequest",
    summary: "Takes a request to its next state",
    description:
      "A deletion cannot take what is kept under a legal duty: it is answered with what is kept and until when, and is `partly_denied`.",
    tags: ["privacy"],
    ifMatch: "required",
    params: requestParams,
    body: z.strictObject({
      to: z.enum(["identity_check", "in_progress", "fulfilled", "partly_denied", "denied"]),
      reason: z.string().trim().min(5).max(500),
    }),
    responses: { 200: requestView },
    problems: ["document.retained"],
    handler: async ({ clock }, request) => {
      const { principal, db, params, ifMatch, body } = request;
      const found = await lockRequest(db, params.privacyRequestId, ifMatch);
      privacyMachine.assertEdge(found.status, body.to);
      const now = clock.now();
      const decided = ["fulfilled", "partly_denied", "denied"].includes(body.to);
      const outcome = decided ? await describeOutcome(db, found, body.reason, now) : null;
      if (
        found.kind === "delete" &&
        body.to === "fulfilled" &&
        outcome !== null &&
        outcome.retained.length > 0
      ) {
        throw problem("document.retained", { members: { retained: outcome.retained } });
      }
      const changed = await updatePrivacyRequest(db, found.id, {
        status: body.to,
        ...(outcome === null
          ? {}
          : { decidedAt: now, decidedBy: principal.userId, outcome: outcome as unknown as Json }),
      });
      await recordChange(db, actorOf(request), {
        ...changeOf(changed, now),
        type: `privacy.${body.to}.v1`,
        before: { status: found.status },
        after: { status: body.to },
        reason: body.reason,
      });
      return { status: 200, body: viewRequest(changed), etag: changed.version };
    },
  }),
];

/** Locks the customer first, as everything does: the order keeps any two from waiting for each other. */
async function lockRequest(db: Db, id: string, ifMatch: number): Promise<PrivacyRequest> {
  const customerId = await findPrivacyRequestCustomer(db, id);
  if (customerId !== null) await lockCustomer(db, customerId);
  const found = await lockPrivacyRequest(db, id);
  if (found === null) throw commonProblems.problem("resource.not_found");
  assertVersion(found, ifMatch);
  return found;
}

/** What the consumer is told: data given, categories that are exempt (PRIV-1), and what is kept under which duty (PRIV-3). */
async function describeOutcome(db: Db, { kind, customerId }: PrivacyRequest, reason: string, now: Date) {
  const contract = await findNewestContract(db, customerId, [
    "signed",
    "in_force",
    "completed",
    "terminated",
    "cancelled_in_window",
    "void",
  ]);
  const retained =
    contract === null
      ? []
      : [
          {
            class: "croa_evidence",
            duty: "15 U.S.C. 1679c(c), 1679i; 16 CFR 310.5",
            until: retainUntil("croa_evidence", todayOf(contract, contract.endedAt ?? now)),
          },
        ];
  return {
    reason,
    given: kind === "access" ? dataInventory.filter(({ exemption }) => exemption === "none") : [],
    exempt: dataInventory.filter(({ exemption }) => exemption !== "none"),
    retained: kind === "delete" ? retained : [],
  };
}

function changeOf(request: PrivacyRequest, at: Date) {
  return {
    data: {
      customer_id: request.customerId,
      privacy_request_id: request.id,
      kind: request.kind,
      answer_by: request.answerBy,
    },
    customerId: request.customerId,
    object: { type: "privacy_request", id: request.id },
    at,
  };
}

function viewRequest(request: PrivacyRequest): z.input<typeof requestView> {
  return {
    id: publicIdOf("prv", request.id),
    customer_id: publicIdOf("cus", request.customerId),
    kind: request.kind,
    status: request.status,
    received_on: request.receivedOn,
    confirm_by: request.confirmBy,
    confirmed_at: request.confirmedAt?.toISOString() ?? null,
    answer_by: request.answerBy,
    decided_at: request.decidedAt?.toISOString() ?? null,
    outcome: request.outcome ?? null,
  };
}
