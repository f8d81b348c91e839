import { dateInZone } from "@horizon/calendar";
import type { CustomerStanding } from "@horizon/contracts/backend";
import type { Db, Json } from "@horizon/db";
import {
  type CreditElement,
  type CreditReport,
  deleteFindings,
  insertFindings,
  listDisputeOutcomes,
  listElements,
  listElementsById,
  listFindings,
  listOpenDisputes,
  listOverlays,
  listReadReports,
} from "@horizon/db/credit";
import type { Actor } from "../../platform/actor.ts";
import { findViolations } from "./domain/findings/find-violations.ts";
import { type AuditedTradeline, type Finding, severities } from "./domain/findings/finding.ts";
import { matchTradelines } from "./domain/match-tradelines.ts";
import type { ReportFormat } from "./domain/report/credit-report.ts";
import { audit, tell } from "./record-change.ts";
import { toInquiry, toPersonalInfo, toPublicRecord, toTradeline } from "./report-elements.ts";

const accounts = ["tradeline", "collection"] as const;

/** Where the customer is: which state's law it is, and what the date is. */
type Whereabouts = Pick<CustomerStanding, "state" | "zone">;

/**
 * Runs the rules over a report that was read. What somebody decided stays; what nobody decided is found anew, so that an
 * overlay or an outcome shows at once.
 */
export async function computeFindings(
  db: Db,
  actor: Actor,
  report: CreditReport,
  at: Whereabouts,
): Promise<void> {
  const found = findViolations(await auditedReport(db, report, at));
  const known = await listFindings(db, { reportId: report.id });
  const decided = known.filter((finding) => !["open", "needs_dofd"].includes(finding.state));
  const keyOf = ({ rule, elementId, variant }: Pick<Finding, "rule" | "elementId" | "variant">) =>
    `${rule}|${elementId}|${variant}`;
  const isDecided = new Set(decided.map(keyOf));
  await deleteFindings(
    db,
    known.filter((finding) => !isDecided.has(keyOf(finding))).map(({ id }) => id),
  );
  const gravestFirst = found.toSorted(
    (one, two) => severities.indexOf(one.severity) - severities.indexOf(two.severity),
  );
  await insertFindings(
    db,
    gravestFirst
      .map((finding, position) => ({
        ...finding,
        evidence: finding.evidence as unknown as Json,
        reportId: report.id,
        customerId: report.customerId,
        position,
      }))
      .filter((finding) => !isDecided.has(keyOf(finding))),
  );
  const data = { customer_id: report.customerId, report_id: report.id, count: found.length };
  await tell(db, actor, "findings.computed.v1", { type: "report", id: report.id }, data);
  await audit(db, actor, "findings.computed", {
    objectType: "report",
    objectId: report.id,
    details: { count: found.length },
  });
}

async function auditedReport(db: Db, report: CreditReport, { state, zone }: Whereabouts) {
  const tradelines = await listTradelinesAsKnown(db, report.id);
  const [inquiries, publicRecords, personalInfo] = await Promise.all([
    listElements(db, { reportId: report.id, kinds: ["inquiry"] }),
    listElements(db, { reportId: report.id, kinds: ["public_record"] }),
    listElements(db, { reportId: report.id, kinds: ["personal_info"] }),
  ]);
  const asOf = report.pulledOn ?? dateInZone(report.createdAt, zone);
  return {
    format: report.format as ReportFormat,
    asOf,
    state,
    tradelines,
    inquiries: inquiries.map(toInquiry),
    publicRecords: publicRecords.map(toPublicRecord),
    personalInfo: personalInfo.map(toPersonalInfo),
    earlierDofd: await earlierDofdOf(db, report, asOf, tradelines),
    disputedSince: await disputesOf(db, report.customerId, tradelines),
    ...(await outcomesOf(db, report, tradelines)),
  };
}

/** Rows with what overlays say of them: the date of first delinquency, and the group. */
async function listTradelinesAsKnown(db: Db, reportId: string): Promise<AuditedTradeline[]> {
  const elements = await listElements(db, { reportId, kinds: accounts });
  const overlays = new Map((await listOverlays(db, reportId)).map((overlay) => [overlay.elementId, overlay]));
  return elements.map((element) => {
    const row = toTradeline(element);
    const overlay = overlays.get(element.id);
    return {
      ...row,
      dofdOn: overlay?.dofdOn ?? row.dofdOn,
      group: overlay?.groupId ?? element.groupId ?? row.group,
    };
  });
}

async function earlierDofdOf(
  db: Db,
  report: CreditReport,
  asOf: string,
  tradelines: readonly AuditedTradeline[],
) {
  const earliest = new Map<string, { dofdOn: string; pulledOn: string }>();
  for (const earlier of await listReadReports(db, report.customerId)) {
    if (earlier.id === report.id || earlier.pulledOn === null || earlier.pulledOn >= asOf) continue;
    const rows = await listTradelinesAsKnown(db, earlier.id);
    for (const [row, { dofdOn }] of matchTradelines(tradelines, rows)) {
      const known = earliest.get(row.id);
      if (dofdOn !== null && (known === undefined || dofdOn < known.dofdOn)) {
        earliest.set(row.id, { dofdOn, pulledOn: earlier.pulledOn });
      }
    }
  }
  return earliest;
}

/** Since when these accounts are looked into, whichever report the disputed row was in. */
async function disputesOf(db: Db, customerId: string, tradelines: readonly AuditedTradeline[]) {
  const disputes = await listOpenDisputes(db, customerId);
  const elements = await listElementsById(
    db,
    disputes.map(({ elementId }) => elementId),
  );
  const since = new Map<string, { openedOn: string }>();
  for (const { elementId, openedOn } of disputes) {
    const element = elements.find(({ id }) => id === elementId);
    if (element === undefined || (element.kind !== "tradeline" && element.kind !== "collection")) continue;
    const row = tradelines.find((tradeline) => matchTradelines([tradeline], [toTradeline(element)]).size > 0);
    if (row !== undefined) since.set(row.id, { openedOn });
  }
  return since;
}

/** What disputes of these accounts came to, whichever report the disputed row was in. */
async function outcomesOf(db: Db, report: CreditReport, tradelines: readonly AuditedTradeline[]) {
  const outcomes = await listDisputeOutcomes(db, report.customerId);
  const elements = new Map<string, CreditElement>(
    (
      await listElementsById(
        db,
        outcomes.map(({ elementId }) => elementId),
      )
    ).map((element) => [element.id, element]),
  );
  const deletedBefore = new Map<string, { deletedOn: string }>();
  const resolvedBefore = new Map<string, { resolvedOn: string }>();
  for (const { elementId, deleted, resolvedOn } of outcomes) {
    const element = elements.get(elementId);
    if (element === undefined || (element.kind !== "tradeline" && element.kind !== "collection")) continue;
    const [row] = tradelines.filter(
      (tradeline) => matchTradelines([tradeline], [toTradeline(element)]).size > 0,
    );
    if (row === undefined || (report.pulledOn ?? "9999") < resolvedOn) continue;
    if (!deleted) resolvedBefore.set(row.id, { resolvedOn });
    // In the report in which it was disputed it is still there, and rightly.
    else if (element.reportId !== report.id) deletedBefore.set(row.id, { deletedOn: resolvedOn });
  }
  return { deletedBefore, resolvedBefore };
}
