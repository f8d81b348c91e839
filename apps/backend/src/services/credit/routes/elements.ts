import { bureaus, type ReportElementKind } from "@horizon/contracts/backend";
import { type CreditElement, findOverlay, listElements } from "@horizon/db/credit";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CreditContext } from "../context.ts";
import { accountTypeCodes } from "../domain/metro2/account-types.ts";
import { listPaymentMonths, paymentCodes } from "../domain/metro2/payment-history.ts";
import { getReadReport, getVisibleTradeline } from "../find-visible.ts";
import { prefixes } from "../ids.ts";
import { audit } from "../record-change.ts";
import { toTradeline } from "../report-elements.ts";
import {
  inquiryView,
  personalInfoView,
  publicRecordView,
  toInquiryView,
  toPersonalInfoView,
  toPublicRecordView,
} from "../views/element-views.ts";
import { overlayView, toOverlayView } from "../views/overlay-view.ts";
import { toTradelineView, tradelineView } from "../views/tradeline-view.ts";

const { userRoute } = routesOf<CreditContext>();
const readers = { roles: ["customer", "agent", "compliance", "auditor"] } as const;
const tags = ["Report contents"];
const reportParams = z.strictObject({ reportId: idIn(prefixes.report) });
const bureauQuery = { ...pageQuery, bureau: z.enum(bureaus).optional() };

interface ElementList<V extends z.ZodType> {
  readonly name: string;
  readonly operationId: string;
  readonly summary: string;
  readonly kinds: readonly ReportElementKind[];
  readonly view: V;
  readonly toView: (element: CreditElement) => z.input<V>;
}

/** A list of one kind of things in a report, in its order. */
function listRoute<V extends z.ZodType>({ name, operationId, summary, kinds, view, toView }: ElementList<V>) {
  return userRoute({
    access: readers,
    method: "get",
    path: `/v1/credit-reports/:reportId/${name}`,
    operationId,
    summary,
    tags,
    params: reportParams,
    query: z.strictObject({
      ...bureauQuery,
      negative: z.enum(["true", "false"]).optional(),
      type: z.enum(accountTypeCodes).optional(),
    }),
    responses: { 200: pageOf(view) },
    problems: ["report.not_read"],
    handler: async (context, request) => {
      const { params, query, db } = request;
      const { report } = await getReadReport(context, request, params.reportId);
      const list = `${name}:${report.id}:${query.bureau ?? ""}:${query.negative ?? ""}:${query.type ?? ""}`;
      const after = context.cursors.read(query.cursor, list);
      const rows = await listElements(db, {
        reportId: report.id,
        kinds,
        bureau: query.bureau,
        derogatory: query.negative === undefined ? undefined : query.negative === "true",
        accountType: query.type,
        after: after && { position: after.at.getTime(), id: after.id },
        limit: query.limit + 1,
      });
      await audit(db, actorOf(request), `report.${name}.read`, { objectType: "report", objectId: report.id });
      // A cursor holds an instant and an id; the place in the report takes the instant's part.
      const placed = rows.map((element) => ({
        element,
        id: element.id,
        createdAt: new Date(element.position),
      }));
      const page = context.cursors.page(placed, {
        limit: query.limit,
        list,
        view: ({ element }) => toView(element),
      });
      return { status: 200, body: page as z.input<ReturnType<typeof pageOf<V>>> };
    },
  });
}

const getTradeline = userRoute({
  access: readers,
  method: "get",
  path: "/v1/tradelines/:elementId",
  operationId: "getTradeline",
  summary: "One account as each bureau shows it",
  tags,
  params: z.strictObject({ elementId: idIn(prefixes.element) }),
  responses: {
    200: z.strictObject({
      tradeline: tradelineView,
      /** The same account at the three bureaus, side by side; null where a bureau does not have it. */
      bureaus: z.strictObject({
        EFX: tradelineView.nullable(),
        EXP: tradelineView.nullable(),
        TUC: tradelineView.nullable(),
      }),
      overlay: overlayView.nullable(),
    }),
  },
  handler: async (context, request) => {
    const { params, db } = request;
    const { element, report } = await getVisibleTradeline(context, request, params.elementId);
    const rows = await listElements(db, { reportId: report.id, kinds: ["tradeline", "collection"] });
    const group = rows.filter(
      ({ id, groupId }) => id === element.id || (groupId !== null && groupId === element.groupId),
    );
    const at = (bureau: (typeof bureaus)[number]) => {
      const row = group.find((candidate) => candidate.bureau === bureau);
      return row === undefined ? null : toTradelineView(row);
    };
    const overlay = await findOverlay(db, element.id);
    await audit(db, actorOf(request), "tradeline.read", { objectType: "element", objectId: element.id });
    return {
      status: 200,
      etag: overlay?.version ?? 0,
      body: {
        tradeline: toTradelineView(element),
        bureaus: { EFX: at("EFX"), EXP: at("EXP"), TUC: at("TUC") },
        overlay: overlay === null ? null : toOverlayView(overlay),
      },
    };
  },
});

const listPayments = userRoute({
  access: readers,
  method: "get",
  path: "/v1/tradelines/:elementId/payments",
  operationId: "listTradelinePayments",
  summary: "The payment history, month by month",
  tags,
  params: z.strictObject({ elementId: idIn(prefixes.element) }),
  responses: {
    200: z.strictObject({
      data: z.array(z.strictObject({ month: z.string(), code: z.string(), meaning: z.string() })),
    }),
  },
  handler: async (context, request) => {
    const { params, db } = request;
    const { element } = await getVisibleTradeline(context, request, params.elementId);
    const { history, historyFrom } = toTradeline(element);
    await audit(db, actorOf(request), "tradeline.read", { objectType: "element", objectId: element.id });
    const data = listPaymentMonths(history, historyFrom).map(({ month, code }) => ({
      month,
      code,
      meaning: paymentCodes[code],
    }));
    return { status: 200, body: { data } };
  },
});

export const elementRoutes = [
  listRoute({
    name: "tradelines",
    operationId: "listTradelines",
    summary: "Accounts of a report",
    kinds: ["tradeline"],
    view: tradelineView,
    toView: toTradelineView,
  }),
  listRoute({
    name: "collections",
    operationId: "listCollections",
    summary: "Collections of a report",
    kinds: ["collection"],
    view: tradelineView,
    toView: toTradelineView,
  }),
  listRoute({
    name: "inquiries",
    operationId: "listInquiries",
    summary: "Inquiries of a report",
    kinds: ["inquiry"],
    view: inquiryView,
    toView: toInquiryView,
  }),
  listRoute({
    name: "public-records",
    operationId: "listPublicRecords",
    summary: "Public records of a report",
    kinds: ["public_record"],
    view: publicRecordView,
    toView: toPublicRecordView,
  }),
  listRoute({
    name: "personal-info",
    operationId: "listPersonalInfo",
    summary: "What bureaus say of the person",
    kinds: ["personal_info"],
    view: personalInfoView,
    toView: toPersonalInfoView,
  }),
  getTradeline,
  listPayments,
];
