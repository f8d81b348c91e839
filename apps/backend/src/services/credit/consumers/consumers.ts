import type { Consumers } from "../../../platform/events.ts";
import type { CreditContext } from "../context.ts";
import { closeDispute, openDispute } from "./note-open-dispute.ts";
import { noteOutcome } from "./note-outcome.ts";
import { readReport } from "./read-report.ts";

/** What credit-service does when a report has come, or a dispute has ended. */
export const creditConsumers: Consumers<CreditContext> = {
  "report.received.v1": readReport,
  "dispute_item.investigating.v1": openDispute,
  "dispute_item.in_round.v1": closeDispute,
  "dispute_item.frivolous.v1": closeDispute,
  "dispute_item.no_response.v1": closeDispute,
  "dispute_item.rejected_identity.v1": closeDispute,
  "dispute_item.mixed.v1": closeDispute,
  "dispute_item.deleted.v1": noteOutcome(true),
  "dispute_item.deleted_fraud.v1": noteOutcome(true),
  "dispute_item.deleted_expedited.v1": noteOutcome(true),
  "dispute_item.updated.v1": noteOutcome(false),
  "dispute_item.verified.v1": noteOutcome(false),
  "dispute_item.verified_other_updated.v1": noteOutcome(false),
};
