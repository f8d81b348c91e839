import type { Db, Json } from "@horizon/db";
import { findNewestContract, type PrivacyRequest, updatePrivacyRequest } from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { todayOf } from "../contract-life.ts";
import { dateOfCustomer } from "../date-of-customer.ts";
import { dataInventory, extendPrivacyClock } from "../domain/privacy-clocks.ts";
import { retainUntil } from "../domain/retention.ts";
import { privacyMachine } from "../machines.ts";
import { lockRequest, privacyChange } from "../privacy-change.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { requestParams, requestView, viewRequest } from "./privacy-view.ts";

const { userRoute } = routesOf<CustomerContext>();

/** What compliance decides about a request. */
export const privacyDecisionRoutes = [
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
      const change = {
        ...privacyChange(changed, now),
        type: "privacy.extended.v1" as const,
        reason: body.reason,
      };
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
        ...privacyChange(changed, now),
        type: `privacy.${body.to}.v1`,
        before: { status: found.status },
        after: { status: body.to },
        reason: body.reason,
      });
      return { status: 200, body: viewRequest(changed), etag: changed.version };
    },
  }),
];

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
