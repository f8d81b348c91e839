import { createHash } from "node:crypto";
import { dateInZone } from "@horizon/calendar";
import type { CustomerStanding, EventData, ReportState } from "@horizon/contracts/backend";
import { inTransaction, type Json } from "@horizon/db";
import {
  type CreditReport,
  findCreditReport,
  insertElements,
  insertScores,
  lockCreditReport,
} from "@horizon/db/credit";
import type { Consumers } from "../../../platform/events.ts";
import { getStanding } from "../../../platform/standing.ts";
import { acceptReport } from "../accept-report.ts";
import type { CreditContext } from "../context.ts";
import type { ParseFailureReason } from "../domain/parsing/parse-failure.ts";
import { parserVersion } from "../domain/parsing/parser-version.ts";
import { sniffSource } from "../domain/parsing/sniff-source.ts";
import type { ParsedReport } from "../domain/report/credit-report.ts";
import { moveReport } from "../move-report.ts";
import { parseInThread } from "../parser/parse-in-thread.ts";
import { creditItself } from "../record-change.ts";
import { toElements } from "../report-elements.ts";

type Reading =
  | { readonly kind: "read"; readonly report: ParsedReport; readonly standing: CustomerStanding }
  | { readonly kind: "failed"; readonly reason: ParseFailureReason | "consent_withdrawn" }
  | { readonly kind: "quarantined"; readonly reason: ParseFailureReason | "changed_in_store" }
  /** It was deleted, or read by an earlier delivery of the event. */
  | { readonly kind: "nothing_to_do" };

/** Reasons for which a file is not only unreadable but made to hurt. */
const hostile: ReadonlySet<ParseFailureReason> = new Set([
  "unsafe_xml",
  "too_deep",
  "too_large",
  "out_of_memory",
  "timed_out",
]);
/** Below it a person looks at the report before it counts. */
const confidenceMin = 0.9;

/**
 * Reads a report that was stored. The slow part runs outside of any transaction and may be repeated; what it gives is
 * recorded once. A consent that ended meanwhile stops it, before and after the reading.
 */
export const readReport: NonNullable<Consumers<CreditContext>["report.received.v1"]> = {
  async act(context, { event }): Promise<Reading> {
    const report = await findCreditReport(context.db, event.data.report_id);
    if (report === null || !["received", "scanning", "parsing"].includes(report.state))
      return { kind: "nothing_to_do" };
    if (!(await hasConsent(context, event.data, event.request_id))) {
      await advance(context, report, "scanning", event.request_id);
      return { kind: "failed", reason: "consent_withdrawn" };
    }
    await advance(context, report, "scanning", event.request_id);
    const sealed = await context.objects.get(report.objectKey, report.objectVersion ?? undefined);
    const bytes = context.cipher.open(report.id, { bytes: sealed, sealedKey: report.sealedKey ?? "" });
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (sha256 !== report.sha256) return { kind: "quarantined", reason: "changed_in_store" };
    if (sniffSource(bytes) === null) return { kind: "quarantined", reason: "unsupported" };
    await advance(context, report, "parsing", event.request_id);
    const outcome = await parseInThread(bytes);
    if (outcome.ok) {
      const standing = await getStanding(context, report.customerId, event.request_id ?? undefined);
      return standing.consents.report_access
        ? { kind: "read", report: outcome.report, standing }
        : { kind: "failed", reason: "consent_withdrawn" };
    }
    return { kind: hostile.has(outcome.reason) ? "quarantined" : "failed", reason: outcome.reason };
  },

  async record(context, { db, event }, result) {
    const reading = result as Reading;
    if (reading.kind === "nothing_to_do") return;
    const report = await lockCreditReport(db, event.data.report_id);
    if (report === null || !["scanning", "parsing"].includes(report.state)) return;
    const actor = creditItself(event.request_id);
    if (reading.kind !== "read") {
      await moveReport(
        db,
        actor,
        report,
        reading.kind,
        { failure: reading.reason },
        { reason: reading.reason },
      );
      return;
    }
    const now = context.clock.now();
    const { report: read, standing } = reading;
    await insertElements(
      db,
      toElements(read, { reportId: report.id, customerId: report.customerId, at: now }),
    );
    const fallback = read.pulledOn ?? dateInZone(now, standing.zone);
    await insertScores(
      db,
      read.scores.map(({ factors, scoredOn, ...score }) => ({
        ...score,
        factors: factors as unknown as Json,
        scoredOn: scoredOn ?? fallback,
        reportId: report.id,
        customerId: report.customerId,
      })),
    );
    const doubtful = read.confidence < confidenceMin || read.warnings.some(({ review }) => review);
    const moved = await moveReport(
      db,
      actor,
      report,
      doubtful ? "needs_review" : "parsed",
      {
        parserVersion,
        format: read.format,
        pulledOn: read.pulledOn,
        confidence: read.confidence,
        warnings: read.warnings as unknown as Json,
        files: read.files as unknown as Json,
      },
      { tradelines: read.tradelines.length, warnings: read.warnings.length },
    );
    if (!doubtful) await acceptReport(db, actor, moved, { standing, now });
  },
};

async function hasConsent(
  context: CreditContext,
  { customer_id }: EventData<"report.received.v1">,
  requestId: string | null,
): Promise<boolean> {
  const standing = await getStanding(context, customer_id, requestId ?? undefined);
  return standing.consents.report_access;
}

/** Moves on to a working state, unless an earlier delivery of the event got there. */
async function advance(
  { db }: CreditContext,
  { id }: CreditReport,
  to: Extract<ReportState, "scanning" | "parsing">,
  requestId: string | null,
): Promise<void> {
  const before = to === "scanning" ? "received" : "scanning";
  await inTransaction(db, async (tx) => {
    const report = await lockCreditReport(tx, id);
    if (report?.state === before) await moveReport(tx, creditItself(requestId), report, to);
  });
}
