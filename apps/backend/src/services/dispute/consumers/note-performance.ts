import { dateInZone, endOfDayInZone } from "@horizon/calendar";
import type { CustomerStanding } from "@horizon/contracts/backend";
import type { Consumers } from "../../../platform/events.ts";
import { getStanding } from "../../../platform/standing.ts";
import type { DisputeContext } from "../context.ts";
import { moveByService } from "../moves.ts";
import { recordPerformance } from "../performances.ts";
import { findServiceObstacle } from "../service-guard.ts";

/**
 * The customer read what was found in their report: the analysis is delivered, once for each report. What they read while the right to
 * cancel ran was no service, and is never billed (CROA-6).
 */
const analysisDelivered: NonNullable<Consumers<DisputeContext>["findings.delivered.v1"]> = {
  act: (context, { event }) => getStanding(context, event.data.customer_id, event.request_id ?? undefined),
  async record({ logger }, { db, event }, answer) {
    const standing = answer as CustomerStanding;
    const completedAt = new Date(event.occurred_at);
    const obstacle = findServiceObstacle(standing, dateInZone(completedAt, standing.zone));
    if (obstacle !== null) {
      logger.info({ reportId: event.data.report_id, obstacle }, "an analysis was delivered for nothing");
      return;
    }
    await recordPerformance(moveByService(db, event.request_id), standing, {
      kind: "analysis_delivered",
      subjectId: event.data.report_id,
      evidenceIds: [],
      completedAt,
    });
  },
};

/** A whole month under the contract, never suspended: a performance where the contract sells months. */
const monthCompleted: NonNullable<Consumers<DisputeContext>["contract.month_ended.v1"]> = {
  act: (context, { event }) => getStanding(context, event.data.customer_id, event.request_id ?? undefined),
  async record(_context, { db, event }, answer) {
    const standing = answer as CustomerStanding;
    const { contract_id, month_id, last_day, served } = event.data;
    const { contract } = standing;
    if (!served || contract?.contract_id !== contract_id) return;
    if (!contract.lines.some(({ kind }) => kind === "month_completed")) return;
    if (findServiceObstacle(standing, last_day) !== null) return;
    await recordPerformance(moveByService(db, event.request_id), standing, {
      kind: "month_completed",
      subjectId: month_id,
      evidenceIds: [],
      // Its last instant: the month is on the statement of the days that it covers.
      completedAt: new Date(endOfDayInZone(last_day, standing.zone).getTime() - 1),
    });
  },
};

export const performanceConsumers: Consumers<DisputeContext> = {
  "findings.delivered.v1": analysisDelivered,
  "contract.month_ended.v1": monthCompleted,
};
