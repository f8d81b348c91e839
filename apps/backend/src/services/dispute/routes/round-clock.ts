import { z } from "zod";
import { idIn } from "../../../platform/ids.ts";
import { routesOf } from "../../../platform/route.ts";
import type { DisputeContext } from "../context.ts";
import { phaseOn } from "../domain/round-clock.ts";
import { prefixes } from "../ids.ts";
import { clockOf } from "../rounds/round-dates.ts";
import { todayOf } from "../service-guard.ts";
import { roundOf } from "./authorize.ts";

const { userRoute } = routesOf<DisputeContext>();

export const roundClockRoute = userRoute({
  access: { roles: ["customer", "agent", "compliance", "admin", "auditor"] },
  method: "get",
  path: "/v1/rounds/:roundId/clock",
  operationId: "getRoundClock",
  summary: "The legal dates of a round, each with its rule",
  description:
    "`statutory` is false for letters to furnishers and collectors: no law sets them a deadline for a letter that we prepared (FCRA-20), and `follow_up_on` is our own reminder.",
  tags: ["Rounds"],
  params: z.strictObject({ roundId: idIn(prefixes.round) }),
  responses: {
    200: z.strictObject({
      zone: z.string(),
      today: z.string(),
      statutory: z.boolean(),
      phase: z.enum(["not_started", "in_period", "awaiting_notice", "no_response_assertable", "no_deadline"]),
      mailed_on: z.string().nullable(),
      received_on: z.string().nullable(),
      received_estimated: z.boolean(),
      extended: z.boolean(),
      last_day: z.string().nullable(),
      overdue_from: z.string().nullable(),
      notice_by: z.string().nullable(),
      no_response_from: z.string().nullable(),
      follow_up_on: z.string().nullable(),
      dates: z.array(
        z.strictObject({
          name: z.string(),
          date: z.string(),
          rule: z.string(),
          basis: z.string(),
          calendar: z.enum(["calendar_days", "WIDE"]),
        }),
      ),
    }),
  },
  handler: async (context, request) => {
    const { row } = await roundOf.read(context, request, request.params.roundId);
    const today = todayOf(context, row);
    const clock = clockOf(row);
    return {
      status: 200,
      body: {
        zone: row.zone,
        today,
        statutory: clock.statutory,
        phase: phaseOn(clock, today),
        mailed_on: row.mailedOn,
        received_on: clock.receivedOn,
        received_estimated: clock.receivedEstimated,
        extended: clock.extended,
        last_day: clock.lastDay,
        overdue_from: clock.overdueFrom,
        notice_by: clock.noticeBy,
        no_response_from: clock.noResponseFrom,
        follow_up_on: clock.followUpOn,
        dates: clock.dates.map((each) => ({ ...each })),
      },
    };
  },
});
