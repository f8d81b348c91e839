import { z } from "zod";
import { reportElementKinds, reportStates } from "../credit-states.ts";
import { bureaus } from "../dispute-states.ts";
import { defineEvents } from "./define-events.ts";

const ofReport = { customer_id: z.uuid(), report_id: z.uuid() };
/** `from` is the state that was left; null at the beginning. */
const reportMoved = z.object({ ...ofReport, from: z.enum(reportStates).nullable() });
const ofFinding = z.object({ ...ofReport, finding_id: z.uuid(), rule: z.string().regex(/^M\d\d$/) });

/** What credit-service tells the others. */
export const creditEvents = defineEvents({
  /** Stored and waiting to be read by its own service. */
  "report.received.v1": { data: reportMoved, consumers: ["credit-service"] },
  "report.scanning.v1": { data: reportMoved, consumers: [] },
  "report.parsing.v1": { data: reportMoved, consumers: [] },
  "report.parsed.v1": { data: reportMoved, consumers: ["customer-service"] },
  "report.needs_review.v1": { data: reportMoved, consumers: [] },
  "report.failed.v1": { data: reportMoved, consumers: [] },
  "report.quarantined.v1": { data: reportMoved, consumers: [] },
  "report.superseded.v1": { data: reportMoved, consumers: [] },
  "report.deleted.v1": { data: z.object(ofReport), consumers: [] },
  "findings.computed.v1": {
    data: z.object({ ...ofReport, count: z.int().nonnegative() }),
    consumers: [],
  },
  /** The customer themselves read, for the first time, what was found in a report: the analysis is delivered. */
  "findings.delivered.v1": { data: z.object(ofReport), consumers: ["dispute-service"] },
  "finding.confirmed.v1": { data: ofFinding, consumers: [] },
  "finding.denied.v1": { data: ofFinding, consumers: [] },
  "finding.dismissed.v1": { data: ofFinding, consumers: [] },
  "finding.reopened.v1": { data: ofFinding, consumers: [] },
  "score.recorded.v1": {
    data: z.object({
      ...ofReport,
      score_id: z.uuid(),
      bureau: z.enum(bureaus),
      model: z.string(),
      scored_on: z.iso.date(),
    }),
    consumers: [],
  },
  /** What a bureau deleted after a dispute is in its file again (FCRA-7). */
  "tradeline.reinserted.v1": {
    data: z.object({
      ...ofReport,
      element_kind: z.enum(reportElementKinds),
      /** As it is reported now. */
      element_id: z.uuid(),
      /** As it was reported when it was disputed: `element_id` of the dispute item. */
      deleted_element_id: z.uuid(),
      item_id: z.uuid(),
      bureau: z.enum(bureaus),
      first_seen_on: z.iso.date(),
      /** Until when the bureau must have told the consumer in writing. */
      notice_due_on: z.iso.date(),
    }),
    consumers: ["dispute-service"],
  },
  "tradeline.overlaid.v1": { data: z.object({ ...ofReport, tradeline_id: z.uuid() }), consumers: [] },
  "furnisher.updated.v1": { data: z.object({ furnisher_id: z.uuid() }), consumers: [] },
  "bureau.updated.v1": { data: z.object({ bureau: z.enum(bureaus) }), consumers: [] },
});
