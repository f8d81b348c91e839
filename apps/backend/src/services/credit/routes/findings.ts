import { bureaus, findingStates } from "@horizon/contracts/backend";
import { decideFinding, listFindings, lockFinding } from "@horizon/db/credit";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CreditContext } from "../context.ts";
import { deliverFindings } from "../deliver-findings.ts";
import { getReadReport, getVisibleFinding } from "../find-visible.ts";
import { prefixes } from "../ids.ts";
import { findingMachine } from "../machines.ts";
import { creditProblems } from "../problems.ts";
import { audit, tell } from "../record-change.ts";
import { findingView, toFindingView } from "../views/finding-view.ts";

const { userRoute } = routesOf<CreditContext>();
const tags = ["Findings"];

const listReportFindings = userRoute({
  access: { roles: ["customer", "agent", "compliance", "auditor"] },
  method: "get",
  path: "/v1/credit-reports/:reportId/findings",
  operationId: "listFindings",
  summary: "What the rules found in a report, the gravest first",
  description:
    "The customer's own first reading of the whole list delivers the analysis; after the right to cancel has ended that is a service performed.",
  tags,
  params: z.strictObject({ reportId: idIn(prefixes.report) }),
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(findingStates).optional(),
    bureau: z.enum(bureaus).optional(),
    rule: z
      .string()
      .regex(/^M\d\d$/)
      .optional(),
  }),
  responses: { 200: pageOf(findingView) },
  problems: ["report.not_read"],
  handler: async (context, request) => {
    const { params, query, db } = request;
    const { report } = await getReadReport(context, request, params.reportId);
    const { state, bureau, rule, limit } = query;
    const list = `findings:${report.id}:${state ?? ""}:${bureau ?? ""}:${rule ?? ""}`;
    const after = context.cursors.read(query.cursor, list);
    const rows = await listFindings(db, {
      ...{ reportId: report.id, state, bureau, rule },
      after: after && { position: after.at.getTime(), id: after.id },
      limit: limit + 1,
    });
    const actor = actorOf(request);
    await audit(db, actor, "report.findings.read", { objectType: "report", objectId: report.id });
    const isFromTheTop = after === undefined && !state && !bureau && !rule;
    if (request.principal.role === "customer" && isFromTheTop) {
      await deliverFindings(db, report, { actor, now: context.clock.now() });
    }
    const placed = rows.map((finding) => ({
      finding,
      id: finding.id,
      createdAt: new Date(finding.position),
    }));
    const page = context.cursors.page(placed, { limit, list, view: ({ finding }) => toFindingView(finding) });
    return { status: 200, body: page };
  },
});

const customerDecisions = ["confirmed", "denied"];
const events = {
  confirmed: "finding.confirmed.v1",
  denied: "finding.denied.v1",
  dismissed: "finding.dismissed.v1",
  open: "finding.reopened.v1",
} as const;

const changeFinding = userRoute({
  access: { roles: ["customer", "agent"] },
  method: "patch",
  path: "/v1/findings/:findingId",
  operationId: "decideFinding",
  summary: "Confirm, deny, dismiss or reopen a finding",
  description:
    "The customer says whether it is so; only what is confirmed can be disputed. An agent dismisses with a reason, and may reopen.",
  tags,
  params: z.strictObject({ findingId: idIn(prefixes.finding) }),
  body: z.strictObject({
    state: z.enum(["confirmed", "denied", "dismissed", "open"]),
    reason: z.string().min(3).max(500).optional(),
  }),
  ifMatch: "required",
  responses: { 200: findingView },
  problems: ["finding.no_ground", "finding.customer_decides", "finding.reason_required"],
  handler: async (context, request) => {
    const { params, body, principal, db, ifMatch } = request;
    await getVisibleFinding(context, request, params.findingId);
    const finding = await lockFinding(db, params.findingId);
    if (finding === null) throw commonProblems.problem("resource.not_found");
    if (finding.version !== ifMatch) throw commonProblems.problem("resource.stale");
    if (customerDecisions.includes(body.state) !== (principal.role === "customer")) {
      throw principal.role === "customer"
        ? commonProblems.problem("auth.forbidden")
        : creditProblems.problem("finding.customer_decides");
    }
    findingMachine.assertEdge(finding.state, body.state);
    if (body.state === "confirmed" && finding.ground === null)
      throw creditProblems.problem("finding.no_ground");
    if (principal.role !== "customer" && body.reason === undefined) {
      throw creditProblems.problem("finding.reason_required");
    }
    const isOpen = body.state === "open";
    const decided = await decideFinding(db, finding.id, {
      state: body.state,
      decidedBy: isOpen ? null : principal.userId,
      decidedAt: isOpen ? null : context.clock.now(),
      reason: body.reason ?? null,
    });
    const actor = actorOf(request);
    const { customerId: customer_id, reportId: report_id, rule } = finding;
    const data = { customer_id, report_id, finding_id: finding.id, rule };
    await tell(db, actor, events[body.state], { type: "finding", id: finding.id }, data);
    await audit(db, actor, events[body.state].replace(/\.v\d$/, ""), {
      objectType: "finding",
      objectId: finding.id,
      reason: body.reason,
      details: { from: finding.state, rule },
    });
    return { status: 200, body: toFindingView(decided), etag: decided.version };
  },
});

export const findingRoutes = [listReportFindings, changeFinding];
