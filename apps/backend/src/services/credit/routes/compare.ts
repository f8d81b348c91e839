import { listDisputeOutcomes, listElements, listElementsById } from "@horizon/db/credit";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, publicIdOf } from "../../../platform/ids.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CreditContext } from "../context.ts";
import { comparedFields, compareReports } from "../domain/compare-reports.ts";
import { getReadReport } from "../find-visible.ts";
import { prefixes } from "../ids.ts";
import { creditProblems } from "../problems.ts";
import { audit } from "../record-change.ts";
import { toTradeline } from "../report-elements.ts";
import { toTradelineView, tradelineView } from "../views/tradeline-view.ts";

const { userRoute } = routesOf<CreditContext>();

/** `balanceCents` → `balance_cents`. */
const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const compareRoute = userRoute({
  access: { roles: ["customer", "agent", "compliance", "auditor"] },
  method: "get",
  path: "/v1/credit-reports/compare",
  operationId: "compareCreditReports",
  summary: "What became of each account from one report to another",
  tags: ["Credit reports"],
  query: z.strictObject({ from: idIn(prefixes.report), to: idIn(prefixes.report) }),
  responses: {
    200: z.strictObject({
      from: z.string(),
      to: z.string(),
      added: z.array(tradelineView),
      removed: z.array(tradelineView),
      changed: z.array(
        z.strictObject({
          before_id: z.string(),
          after: tradelineView,
          /** Amounts are cents. */
          fields: z.array(
            z.strictObject({ field: z.enum(comparedFields.map(snakeCase)), before: value, after: value }),
          ),
        }),
      ),
      reinserted: z.array(tradelineView),
    }),
  },
  problems: ["report.not_read", "reports.not_comparable"],
  handler: async (context, request) => {
    const { query, db } = request;
    const { report: from } = await getReadReport(context, request, query.from);
    const { report: to } = await getReadReport(context, request, query.to);
    if (from.customerId !== to.customerId) throw creditProblems.problem("reports.not_comparable");
    const kinds = ["tradeline", "collection"] as const;
    const [before, after, outcomes] = await Promise.all([
      listElements(db, { reportId: from.id, kinds }),
      listElements(db, { reportId: to.id, kinds }),
      listDisputeOutcomes(db, to.customerId),
    ]);
    const views = new Map([...before, ...after].map((element) => [element.id, toTradelineView(element)]));
    const viewsOf = (rows: readonly { id: string }[]) =>
      rows.map(({ id }) => views.get(id)).filter((view) => view !== undefined);
    const deleted = outcomes.filter(
      (outcome) => outcome.deleted && outcome.resolvedOn <= (to.pulledOn ?? "9999"),
    );
    const gone = await listElementsById(
      db,
      deleted.map(({ elementId }) => elementId),
    );
    const comparison = compareReports(
      before.map(toTradeline),
      after.map(toTradeline),
      gone.filter(({ kind }) => kind === "tradeline" || kind === "collection").map(toTradeline),
    );
    for (const report of [from, to]) {
      await audit(db, actorOf(request), "report.compare", { objectType: "report", objectId: report.id });
    }
    return {
      status: 200,
      body: {
        from: publicIdOf(prefixes.report, from.id),
        to: publicIdOf(prefixes.report, to.id),
        added: viewsOf(comparison.added),
        removed: viewsOf(comparison.removed),
        reinserted: viewsOf(comparison.reinserted),
        changed: comparison.changed.flatMap(({ before: old, after: row, fields }) =>
          viewsOf([row]).map((view) => ({
            before_id: publicIdOf(prefixes.element, old.id),
            after: view,
            fields: fields.map((difference) => ({ ...difference, field: snakeCase(difference.field) })),
          })),
        ),
      },
    };
  },
});
