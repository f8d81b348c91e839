import { type Db, inTransaction } from "@horizon/db";
import { type CreditReport, markReportDelivered } from "@horizon/db/credit";
import { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { isWholeAnalysis } from "./domain/analysis-delivery.ts";
import { tell } from "./record-change.ts";

const files = z.array(z.object({ bureau: z.string() }));

/** The customer reads what was found: the first time it is delivered, and told once. */
export async function deliverFindings(
  db: Db,
  report: CreditReport,
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  const bureaus = files.parse(report.files).map(({ bureau }) => bureau);
  if (report.deliveredAt !== null || !isWholeAnalysis({ state: report.state, bureaus })) return;
  await inTransaction(db, async (tx) => {
    if (!(await markReportDelivered(tx, report.id, now))) return;
    const data = { customer_id: report.customerId, report_id: report.id };
    await tell(tx, actor, "findings.delivered.v1", { type: "report", id: report.id }, data);
  });
}
