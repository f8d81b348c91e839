import { disputeOutcomes } from "@horizon/contracts/backend";
import { appendEvent } from "@horizon/db/backend";
import {
  confirmResponse,
  createResponse,
  type DisputeResponse,
  type DisputeRound,
  finishDisputeTasks,
  lockRound,
} from "@horizon/db/dispute";
import { z } from "zod";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { DisputeContext } from "../context.ts";
import { lastExpeditedNotice } from "../domain/expedited-deletion.ts";
import { outcomeOfFurnisherCode } from "../domain/item-state.ts";
import { phaseOn } from "../domain/round-clock.ts";
import { prefixes } from "../ids.ts";
import { audit, moveBy } from "../moves.ts";
import { recordPerformance } from "../performances.ts";
import { problem } from "../problems.ts";
import { closeRoundIfDone } from "../rounds/advance-round.ts";
import { acceptsResponse, recordOutcomes } from "../rounds/record-outcomes.ts";
import { clockOf } from "../rounds/round-dates.ts";
import { todayOf } from "../service-guard.ts";
import { assertFresh, responseOf, roundOf } from "./authorize.ts";
import { legalDate } from "./inputs.ts";

const { userRoute } = routesOf<DisputeContext>();
const tags = ["Responses"];

const responseView = z.strictObject({
  id: idOut(prefixes.response),
  round_id: idOut(prefixes.round),
  source: z.enum(["mail", "portal", "parser", "phone", "no_response"]),
  received_on: z.string(),
  document_id: idOut(prefixes.document).nullable(),
  state: z.enum(["staged", "confirmed"]),
  outcomes: z.array(
    z.strictObject({
      item_id: idOut(prefixes.item),
      outcome: z.enum(disputeOutcomes),
      furnisher_code: z.string().nullable(),
    }),
  ),
  version: z.int(),
  created_at: z.string(),
});

function toView(response: DisputeResponse): z.input<typeof responseView> {
  return {
    id: publicIdOf(prefixes.response, response.id),
    round_id: publicIdOf(prefixes.round, response.roundId),
    source: response.source as "mail",
    received_on: response.receivedOn,
    document_id: response.documentId && publicIdOf(prefixes.document, response.documentId),
    state: response.state,
    outcomes: response.outcomes.map(({ itemId, outcome, furnisherCode }) => ({
      item_id: publicIdOf(prefixes.item, itemId),
      outcome,
      furnisher_code: furnisherCode,
    })),
    version: response.version,
    created_at: response.createdAt.toISOString(),
  };
}

const outcomeInput = z.union([
  z.strictObject({
    item_id: idIn(prefixes.item),
    outcome: z.enum(disputeOutcomes).exclude(["no_response"]),
  }),
  z.strictObject({
    item_id: idIn(prefixes.item),
    furnisher_code: z.enum(["01", "03", "07", "21", "22", "23", "24"]),
  }),
]);

const recordResponse = userRoute({
  access: { roles: ["customer", "agent"] },
  method: "post",
  path: "/v1/rounds/:roundId/responses",
  operationId: "recordResponse",
  summary: "Note an answer, item by item; nothing changes before it is confirmed",
  description:
    "`source: phone` notes an expedited deletion of which the agency told by telephone: its written confirmation is waited for (FCRA-10). `source: no_response` notes that no answer came about the items, which may be said only from the date that the round's clock gives (FCRA-8).",
  tags,
  params: z.strictObject({ roundId: idIn(prefixes.round) }),
  body: z.discriminatedUnion("source", [
    z.strictObject({
      source: z.enum(["mail", "portal", "parser"]),
      received_on: legalDate,
      document_id: idIn(prefixes.document),
      items: z.array(outcomeInput).min(1).max(20),
    }),
    z.strictObject({
      source: z.literal("phone"),
      received_on: legalDate,
      items: z
        .array(z.strictObject({ item_id: idIn(prefixes.item), outcome: z.literal("deleted_expedited") }))
        .min(1)
        .max(20),
    }),
    z.strictObject({
      source: z.literal("no_response"),
      items: z
        .array(z.strictObject({ item_id: idIn(prefixes.item) }))
        .min(1)
        .max(20),
    }),
  ]),
  idempotency: "required",
  responses: { 201: responseView },
  problems: [
    "dispute.no_response_too_early",
    "dispute.not_expedited",
    "response.items_mismatch",
    "response.not_expected",
  ],
  handler: async (context, request) => {
    const { body, db, principal, requestId } = request;
    const { row: round } = await roundOf.hold(context, request, request.params.roundId);
    if (!acceptsResponse(round)) throw problem("response.not_expected");
    const today = todayOf(context, round);
    const open = new Set(round.items.filter(({ outcome }) => outcome === null).map(({ itemId }) => itemId));
    const ids = body.items.map(({ item_id }) => item_id);
    if (new Set(ids).size < ids.length || !ids.every((id) => open.has(id))) {
      throw problem("response.items_mismatch", {
        detail: "Each item is one of the round's, once, and not answered before.",
      });
    }
    if (body.source === "no_response") {
      if (principal.role === "customer") throw commonProblems.problem("auth.forbidden");
      const clock = clockOf(round);
      if (phaseOn(clock, today) !== "no_response_assertable") {
        throw problem("dispute.no_response_too_early", {
          detail: clock.noResponseFrom
            ? `It may be said from ${clock.noResponseFrom} on.`
            : "No law sets this recipient a deadline.",
        });
      }
    } else if (body.received_on > today || (round.mailedOn !== null && body.received_on < round.mailedOn)) {
      throw commonProblems.problem("request.invalid", {
        errors: [{ pointer: "/received_on", code: "date", detail: "must lie between mailing and today" }],
      });
    } else if (body.items.some((item) => toOutcome(item).outcome === "deleted_expedited")) {
      assertExpedited(round, body.source === "phone" ? "phone" : "written", body.received_on);
    }
    const response = await createResponse(db, {
      roundId: round.id,
      customerId: round.customerId,
      source: body.source,
      receivedOn: body.source === "no_response" ? today : body.received_on,
      documentId: "document_id" in body ? body.document_id : null,
      recordedBy: principal.userId,
      outcomes: body.items.map((item) => ({ itemId: item.item_id, ...toOutcome(item) })),
    });
    await appendEvent(db, "dispute", {
      type: "response.recorded.v1",
      aggregateType: "response",
      aggregateId: response.id,
      data: { customer_id: round.customerId, response_id: response.id, round_id: round.id },
      requestId,
    });
    await audit(moveBy(request), {
      action: "response.record",
      objectType: "response",
      objectId: response.id,
      details: { source: body.source },
    });
    return { status: 201, body: toView(response), etag: response.version };
  },
});

/** @throws ProblemError dispute.not_expedited when notice came later than such a deletion allows (FCRA-10). */
function assertExpedited(round: DisputeRound, source: "phone" | "written", receivedOn: string): void {
  const last = lastExpeditedNotice(clockOf(round), source);
  if (last !== null && receivedOn <= last) return;
  throw problem("dispute.not_expedited", {
    detail:
      last === null
        ? "This recipient knows no expedited deletion: note it as deleted."
        : `Notice of it could come until ${last}: note it as deleted.`,
  });
}

function toOutcome(item: { outcome?: string } | { furnisher_code: string } | object) {
  if ("furnisher_code" in item) {
    return {
      outcome: outcomeOfFurnisherCode[item.furnisher_code] ?? "mixed",
      furnisherCode: item.furnisher_code,
    };
  }
  const outcome = "outcome" in item ? (item.outcome as (typeof disputeOutcomes)[number]) : "no_response";
  return { outcome, furnisherCode: null };
}

const confirm = userRoute({
  access: { roles: ["agent"] },
  method: "post",
  path: "/v1/responses/:responseId/confirm",
  operationId: "confirmResponse",
  summary: "Make the noted outcomes those of the items",
  tags,
  params: z.strictObject({ responseId: idIn(prefixes.response) }),
  ifMatch: "required",
  responses: { 200: responseView },
  problems: ["dispute.no_response_too_early", "response.not_expected", "response.outcome_recorded"],
  handler: async (context, request) => {
    const { db, principal, requestId } = request;
    const { row: response, standing } = await responseOf.hold(context, request, request.params.responseId);
    assertFresh(response, request.ifMatch);
    if (response.state === "confirmed") {
      throw commonProblems.problem("state.invalid_transition", { detail: "It was confirmed before." });
    }
    const round = await lockRound(db, response.roundId);
    if (!acceptsResponse(round)) throw problem("response.not_expected");
    const move = moveBy(request);
    await recordOutcomes(move, round, response);
    const now = context.clock.now();
    const confirmed = await confirmResponse(db, response.id, {
      confirmedBy: principal.userId,
      confirmedAt: now,
    });
    if (response.source === "no_response") {
      await finishDisputeTasks(db, { kind: "no_response_proposed", roundId: round.id }, now);
    } else if (response.source !== "phone") {
      // What was told by telephone is processed once its confirmation is here.
      await recordPerformance(move, standing, {
        kind: "response_processed",
        subjectId: response.id,
        evidenceIds: response.documentId ? [response.documentId] : [],
        completedAt: now,
      });
    }
    await closeRoundIfDone(move, round.id);
    await appendEvent(db, "dispute", {
      type: "response.confirmed.v1",
      aggregateType: "response",
      aggregateId: response.id,
      data: { customer_id: round.customerId, response_id: response.id, round_id: round.id },
      requestId,
    });
    await audit(move, { action: "response.confirm", objectType: "response", objectId: response.id });
    return { status: 200, body: toView(confirmed), etag: confirmed.version };
  },
});

export const responseRoutes = [recordResponse, confirm];
