import { addMonthsClamped, dateInZone } from "@horizon/calendar";
import {
  deleteReportContents,
  listCreditReports,
  listDisputeOutcomes,
  listElementsById,
  listFindings,
  listScores,
  lockCreditReport,
  updateCreditReport,
} from "@horizon/db/credit";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import { acceptReport } from "../accept-report.ts";
import type { CreditContext } from "../context.ts";
import { parseWarning } from "../domain/report/credit-report.ts";
import { authorizeReader, getVisibleReport } from "../find-visible.ts";
import { prefixes } from "../ids.ts";
import { moveReport } from "../move-report.ts";
import { creditProblems } from "../problems.ts";
import { audit, tell } from "../record-change.ts";
import { reportView, toFileViews, toReportView, toScoreView } from "../views/report-view.ts";

/** How long evidence under CROA is kept (CROA-13). */
const evidenceYears = 6;
const { userRoute } = routesOf<CreditContext>();
const readers = { roles: ["customer", "agent", "compliance", "auditor"] } as const;
const reportParams = z.strictObject({ reportId: idIn(prefixes.report) });
const tags = ["Credit reports"];

const listReports = userRoute({
  access: readers,
  method: "get",
  path: "/v1/customers/:customerId/credit-reports",
  operationId: "listCreditReports",
  summary: "Reports of a customer",
  tags,
  params: z.strictObject({ customerId: idIn(prefixes.customer) }),
  query: z.strictObject(pageQuery),
  responses: { 200: pageOf(reportView) },
  handler: async (context, request) => {
    const { params, query, db } = request;
    await authorizeReader(context, request, params.customerId);
    const list = `credit-reports:${params.customerId}`;
    const after = context.cursors.read(query.cursor, list);
    const rows = await listCreditReports(db, params.customerId, { after, limit: query.limit + 1 });
    await audit(db, actorOf(request), "report.list", { objectType: "customer", objectId: params.customerId });
    const page = context.cursors.page(rows, { limit: query.limit, list, view: toReportView });
    return { status: 200, body: page };
  },
});

const expandable = ["files", "scores"];

const getReport = userRoute({
  access: readers,
  method: "get",
  path: "/v1/credit-reports/:reportId",
  operationId: "getCreditReport",
  summary: "A report, and how far it is read",
  tags,
  params: reportParams,
  query: z.strictObject({
    expand: z
      .string()
      .max(50)
      .transform((text) => text.split(","))
      .refine(
        (names) => names.every((name) => expandable.includes(name)),
        `one or more of ${expandable.join(",")}`,
      )
      .optional(),
  }),
  responses: { 200: reportView },
  handler: async (context, request) => {
    const { params, query, db } = request;
    const { report } = await getVisibleReport(context, request, params.reportId);
    const scores = query.expand?.includes("scores") ? await listScores(db, { reportId: report.id }) : null;
    await audit(db, actorOf(request), "report.read", { objectType: "report", objectId: report.id });
    return {
      status: 200,
      etag: report.version,
      body: {
        ...toReportView(report),
        ...(query.expand?.includes("files") ? { files: toFileViews(report) } : {}),
        ...(scores === null ? {} : { scores: scores.map(toScoreView) }),
      },
    };
  },
});

const reviewReport = userRoute({
  access: { roles: ["agent"] },
  method: "post",
  path: "/v1/credit-reports/:reportId/review",
  operationId: "reviewCreditReport",
  summary: "Confirm what the parser doubts",
  description:
    "Names every place that is to be reviewed. What is wrong is corrected by an overlay, never in the report.",
  tags,
  params: reportParams,
  body: z.strictObject({ reviewed: z.array(z.string().max(120)).max(500), note: z.string().min(3).max(500) }),
  ifMatch: "required",
  responses: { 200: reportView },
  problems: ["report.review_incomplete", "consent.missing"],
  handler: async (context, request) => {
    const { params, body, db, ifMatch } = request;
    const { standing } = await getVisibleReport(context, request, params.reportId);
    if (!standing.consents.report_access) throw creditProblems.problem("consent.missing");
    const report = await lockCreditReport(db, params.reportId);
    if (report === null) throw commonProblems.problem("resource.not_found");
    if (report.version !== ifMatch) throw commonProblems.problem("resource.stale");
    // Only a person takes this edge; from `parsing` the parser does.
    if (report.state !== "needs_review") throw commonProblems.problem("state.invalid_transition");
    const missing = z
      .array(parseWarning)
      .parse(report.warnings)
      .filter(({ review, at }) => review && !body.reviewed.includes(at));
    if (missing.length > 0) {
      throw creditProblems.problem("report.review_incomplete", {
        errors: missing.slice(0, 50).map(({ at, code }) => ({ pointer: "/reviewed", code, detail: at })),
      });
    }
    const actor = actorOf(request);
    const parsed = await moveReport(db, actor, report, "parsed", {}, { note: body.note });
    await acceptReport(db, actor, parsed, { standing, now: context.clock.now() });
    return { status: 200, body: toReportView(parsed), etag: parsed.version };
  },
});

const deleteReport = userRoute({
  access: { roles: ["compliance"] },
  method: "delete",
  path: "/v1/credit-reports/:reportId",
  operationId: "deleteCreditReport",
  summary: "Delete a report that need not be kept",
  tags,
  params: reportParams,
  body: z.strictObject({ reason: z.string().min(3).max(500) }),
  responses: { 204: null },
  problems: ["report.retained"],
  handler: async (context, request) => {
    const { params, body, db } = request;
    const { standing } = await getVisibleReport(context, request, params.reportId);
    const report = await lockCreditReport(db, params.reportId);
    if (report === null) throw commonProblems.problem("resource.not_found");
    // What a dispute rests on is evidence under CROA; a report that is being read is not yet anything.
    const confirmed = await listFindings(db, { reportId: report.id, state: "confirmed", limit: 1 });
    const outcomes = await listDisputeOutcomes(db, report.customerId);
    const disputed = await listElementsById(
      db,
      outcomes.map(({ elementId }) => elementId),
    );
    const isEvidence = confirmed.length > 0 || disputed.some(({ reportId }) => reportId === report.id);
    const dateThere = (instant: Date) => dateInZone(instant, standing.zone);
    const retainedUntil = addMonthsClamped(dateThere(report.createdAt), evidenceYears * 12);
    if (isEvidence && dateThere(context.clock.now()) < retainedUntil) {
      throw creditProblems.problem("report.retained", {
        members: { retention_class: "croa_evidence", retained_until: retainedUntil },
      });
    }
    if (["received", "scanning", "parsing"].includes(report.state)) {
      throw creditProblems.problem("report.not_read", { members: { state: report.state } });
    }
    await deleteReportContents(db, report.id);
    // Without its key the file is noise, also in backups; the versions of the object expire by the bucket's own rule.
    await updateCreditReport(db, report.id, {
      sealedKey: null,
      warnings: [],
      files: [],
      deletedAt: context.clock.now(),
    });
    const actor = actorOf(request);
    const data = { customer_id: report.customerId, report_id: report.id };
    await tell(db, actor, "report.deleted.v1", { type: "report", id: report.id }, data);
    await audit(db, actor, "report.deleted", {
      objectType: "report",
      objectId: report.id,
      reason: body.reason,
    });
    return { status: 204 };
  },
});

export const reportRoutes = [listReports, getReport, reviewReport, deleteReport];
