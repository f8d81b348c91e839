import { addBusinessDays } from "@horizon/calendar";
import { createSupplement, findRound, updateRound } from "@horizon/db/dispute";
import { z } from "zod";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { DisputeContext } from "../context.ts";
import { supplementEffect } from "../domain/round-clock.ts";
import { prefixes } from "../ids.ts";
import { audit, moveBy, moveRound } from "../moves.ts";
import { problem } from "../problems.ts";
import { clockInputOf, datesOf } from "../rounds/round-dates.ts";
import { todayOf } from "../service-guard.ts";
import { roundOf } from "./authorize.ts";
import { legalDate } from "./inputs.ts";
import { roundView, toRoundView } from "./round-view.ts";

const { userRoute } = routesOf<DisputeContext>();

const addSupplement = userRoute({
  access: { roles: ["customer", "agent"] },
  method: "post",
  path: "/v1/rounds/:roundId/supplements",
  operationId: "addSupplement",
  summary: "Send more information while the agency investigates",
  description:
    "Information that arrives within the 30 days gives the agency 15 more (FCRA-2), once: without `accept_extension` it is refused with both dates. What arrives later is refused.",
  tags: ["Rounds"],
  params: z.strictObject({ roundId: idIn(prefixes.round) }),
  body: z.strictObject({
    document_ids: z.array(idIn(prefixes.document)).min(1).max(20),
    sent_on: legalDate,
    /** The delivery scan; without it five business days after sending are presumed. */
    received_on: legalDate.optional(),
    accept_extension: z.boolean().default(false),
  }),
  idempotency: "required",
  responses: {
    201: z.strictObject({ id: idOut(prefixes.supplement), extended: z.boolean(), round: roundView }),
  },
  problems: ["dispute.supplement_extends", "dispute.supplement_too_late"],
  handler: async (context, request) => {
    const { body, db, principal } = request;
    const { row: round } = await roundOf.hold(context, request, request.params.roundId);
    if (round.state !== "awaiting_result" && round.state !== "extended") {
      throw commonProblems.problem("state.invalid_transition", {
        detail: "Information is added while the agency investigates.",
      });
    }
    const today = todayOf(context, round);
    if (body.sent_on > today || (body.received_on !== undefined && body.received_on < body.sent_on)) {
      throw commonProblems.problem("request.invalid", {
        errors: [{ pointer: "/sent_on", code: "date", detail: "must not be in the future or after receipt" }],
      });
    }
    const receivedOn = body.received_on ?? addBusinessDays(body.sent_on, 5, "WIDE");
    const input = clockInputOf(round);
    const effect = supplementEffect(input, receivedOn);
    if (round.lastDay !== null && receivedOn > round.lastDay) {
      throw problem("dispute.supplement_too_late", {
        detail: `It would arrive on ${receivedOn}; the period ends on ${round.lastDay}.`,
      });
    }
    if (effect.extends && !body.accept_extension) {
      throw problem("dispute.supplement_extends", {
        detail: `The last day moves from ${round.lastDay} to ${effect.lastDay}.`,
        members: { last_day: round.lastDay, last_day_after: effect.lastDay },
      });
    }
    const { id } = await createSupplement(db, {
      roundId: round.id,
      documentIds: body.document_ids,
      sentOn: body.sent_on,
      receivedOn,
      estimated: body.received_on === undefined,
      createdBy: principal.userId,
    });
    const move = moveBy(request);
    const supplemented = await findRound(db, round.id);
    if (supplemented === null) throw commonProblems.problem("resource.not_found");
    const dates = datesOf(supplemented);
    const after = effect.extends
      ? await moveRound(move, supplemented, "extended", dates)
      : await updateRound(db, round.id, dates);
    await audit(move, {
      action: "round.supplement",
      objectType: "round",
      objectId: round.id,
      details: { received_on: receivedOn, extended: effect.extends },
    });
    return {
      status: 201,
      body: {
        id: publicIdOf(prefixes.supplement, id),
        extended: effect.extends,
        round: toRoundView(after),
      },
      etag: after.version,
    };
  },
});

export const supplementRoutes = [addSupplement];
