import { dateInZone } from "@horizon/calendar";
import { performanceKinds } from "@horizon/contracts/backend";
import { z } from "zod";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { routesOf } from "../../../platform/route.ts";
import { authorizeCustomer } from "../../../platform/standing.ts";
import type { DisputeContext } from "../context.ts";
import { foreignId, prefixes } from "../ids.ts";
import { moveBy } from "../moves.ts";
import { recordPerformance } from "../performances.ts";
import { problem } from "../problems.ts";
import { assertServiceAllowed } from "../service-guard.ts";

const { userRoute } = routesOf<DisputeContext>();

const recordServicePerformance = userRoute({
  access: { roles: ["agent"] },
  method: "post",
  path: "/v1/service-performances",
  operationId: "recordServicePerformance",
  summary: "Note that a service of the contract is fully performed",
  description:
    "What is mailed and what is answered is noted by itself. One performance for each kind and subject: nothing is billed twice (CROA-8).",
  tags: ["Service performances"],
  body: z.strictObject({
    customer_id: idIn(prefixes.customer),
    kind: z.enum(performanceKinds),
    /** What it was performed on: a report, a letter, a response. */
    subject_id: foreignId,
    evidence_ids: z.array(foreignId).max(20).default([]),
    completed_at: z.iso.datetime({ offset: true }),
  }),
  idempotency: "required",
  responses: { 201: z.strictObject({ id: idOut(prefixes.performance) }) },
  problems: [
    "contract.not_in_force",
    "croa.service_hold",
    "customer.not_active",
    "performance.in_future",
    "performance.recorded",
  ],
  handler: async (context, request) => {
    const { body, principal, requestId } = request;
    const standing = await authorizeCustomer(context, principal, body.customer_id, requestId);
    const completedAt = new Date(body.completed_at);
    if (completedAt > context.clock.now()) throw problem("performance.in_future");
    // What was done while the right to cancel ran was no service (CROA-6).
    assertServiceAllowed(standing, dateInZone(completedAt, standing.zone));
    const id = await recordPerformance(moveBy(request), standing, {
      kind: body.kind,
      subjectId: body.subject_id,
      evidenceIds: body.evidence_ids,
      completedAt,
    });
    if (id === null) throw problem("performance.recorded");
    return { status: 201, body: { id: publicIdOf(prefixes.performance, id) } };
  },
});

export const servicePerformanceRoutes = [recordServicePerformance];
