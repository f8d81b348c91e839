import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, publicIdOf } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import { authorizeCustomer } from "../../../platform/standing.ts";
import type { CreditContext } from "../context.ts";
import { sniffSource } from "../domain/parsing/sniff-source.ts";
import { prefixes } from "../ids.ts";
import { creditProblems } from "../problems.ts";
import { storeReport } from "../store-report.ts";
import { reportView, toReportView } from "../views/report-view.ts";

const { userRoute } = routesOf<CreditContext>();

const uploadMaxBytes = 25 * 1024 * 1024;
const kindOfType: Readonly<Record<string, string>> = {
  "application/json": "json",
  "application/xml": "xml",
  "text/xml": "xml",
  "text/html": "html",
};

export const uploadRoute = userRoute({
  access: { roles: ["customer", "agent"] },
  method: "post",
  path: "/v1/customers/:customerId/credit-reports",
  operationId: "uploadCreditReport",
  summary: "Upload a credit report",
  description:
    "The bytes of the file as they are: TrueLink JSON, MISMO 2.x XML or JSON, or the saved page of a monitoring site. It is read later; " +
    "Location shows the report, whose state tells how far that is. The same file of the same customer is one report.",
  tags: ["Credit reports"],
  params: z.strictObject({ customerId: idIn(prefixes.customer) }),
  query: z.strictObject({
    source: z.enum(["smartcredit", "identityiq", "myfreescorenow", "array", "annual_free", "manual"]),
    kind: z.enum(["3b", "1b", "annual_free", "dispute_result"]).default("3b"),
  }),
  rawBody: { contentTypes: Object.keys(kindOfType), maxBytes: uploadMaxBytes },
  idempotency: "required",
  // The object store is asked before the row is written; storeReport has a transaction of its own for that.
  transaction: "none",
  responses: { 202: reportView },
  problems: ["consent.missing", "report.unparseable"],
  handler: async (context, request) => {
    const { params, query, body, principal, requestId } = request;
    const standing = await authorizeCustomer(context, principal, params.customerId, requestId);
    if (!standing.consents.report_access) throw creditProblems.problem("consent.missing");
    const declared = (request.header("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
    const found = sniffSource(body);
    if (found === null) {
      throw creditProblems.problem("report.unparseable", {
        detail: "The bytes are no JSON, XML or HTML: archives, PDFs and pictures cannot be read.",
      });
    }
    if (kindOfType[declared] !== found) {
      throw commonProblems.problem("request.unsupported_media_type", {
        detail: "The Content-Type is not what the bytes are.",
      });
    }
    const report = await storeReport(context, actorOf(request), {
      ...query,
      customerId: params.customerId,
      bytes: body,
    });
    const location = `/v1/credit-reports/${publicIdOf(prefixes.report, report.id)}`;
    return { status: 202, body: toReportView(report), location, etag: report.version };
  },
});
