import { dateInZone } from "@horizon/calendar";
import { listElements, lockCreditReport, putOverlay } from "@horizon/db/credit";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import { computeFindings } from "../compute-findings.ts";
import type { CreditContext } from "../context.ts";
import { getVisibleTradeline } from "../find-visible.ts";
import { prefixes } from "../ids.ts";
import { creditProblems } from "../problems.ts";
import { audit, tell } from "../record-change.ts";
import { overlayView, toOverlayView } from "../views/overlay-view.ts";

const { userRoute } = routesOf<CreditContext>();

export const overlayRoute = userRoute({
  access: { roles: ["agent"] },
  method: "put",
  path: "/v1/tradelines/:elementId/overlay",
  operationId: "putTradelineOverlay",
  summary: "Record what is known better than the report",
  description:
    "The date of first delinquency with its evidence, or the group to which the row belongs. If-Match is the version of the overlay, 0 for the first.",
  tags: ["Report contents"],
  params: z.strictObject({ elementId: idIn(prefixes.element) }),
  body: z.strictObject({
    dofd_on: z.iso.date().nullable().default(null),
    evidence_document_id: idIn(prefixes.document).nullable().default(null),
    group_id: idIn(prefixes.group).nullable().default(null),
    reason: z.string().min(3).max(500),
  }),
  ifMatch: "required",
  responses: { 200: overlayView },
  problems: ["overlay.empty", "overlay.evidence_required", "overlay.group_unknown"],
  handler: async (context, request) => {
    const { params, body, principal, db, ifMatch } = request;
    const { element, report, standing } = await getVisibleTradeline(context, request, params.elementId);
    if (body.dofd_on === null && body.group_id === null) throw creditProblems.problem("overlay.empty");
    if (body.dofd_on !== null && body.evidence_document_id === null) {
      throw creditProblems.problem("overlay.evidence_required");
    }
    const today = dateInZone(context.clock.now(), standing.zone);
    if (body.dofd_on !== null && body.dofd_on > today) {
      throw commonProblems.problem("request.invalid", {
        errors: [{ pointer: "/dofd_on", code: "custom", detail: "is in the future" }],
      });
    }
    if (body.group_id !== null) {
      const rows = await listElements(db, { reportId: report.id, kinds: ["tradeline", "collection"] });
      const taken = rows.some((row) => row.groupId === body.group_id && row.bureau !== element.bureau);
      if (!taken) throw creditProblems.problem("overlay.group_unknown");
    }
    await lockCreditReport(db, report.id);
    const overlay = await putOverlay(
      db,
      {
        elementId: element.id,
        dofdOn: body.dofd_on,
        evidenceDocumentId: body.evidence_document_id,
        groupId: body.group_id,
        reason: body.reason,
        author: principal.userId,
      },
      ifMatch,
    );
    const actor = actorOf(request);
    const data = { customer_id: report.customerId, report_id: report.id, tradeline_id: element.id };
    await tell(db, actor, "tradeline.overlaid.v1", { type: "report", id: report.id }, data);
    if (report.state === "parsed") await computeFindings(db, actor, report, standing);
    await audit(db, actor, "tradeline.overlaid", {
      objectType: "element",
      objectId: element.id,
      reason: body.reason,
      details: {
        dofd_on: body.dofd_on,
        evidence_document_id: body.evidence_document_id,
        group_id: body.group_id,
      },
    });
    return { status: 200, body: toOverlayView(overlay), etag: overlay.version };
  },
});
