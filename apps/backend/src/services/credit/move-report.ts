import type { ReportState } from "@horizon/contracts/backend";
import type { Db, Json } from "@horizon/db";
import { type CreditReport, type CreditReportChange, updateCreditReport } from "@horizon/db/credit";
import type { Actor } from "../../platform/actor.ts";
import { reportMachine } from "./machines.ts";
import { audit, tell } from "./record-change.ts";

type EnteredState = Exclude<ReportState, "received">;

/** Takes an edge: the row, one event, one audit row. @throws ProblemError state.invalid_transition */
export async function moveReport(
  db: Db,
  actor: Actor,
  report: CreditReport,
  to: EnteredState,
  change: CreditReportChange = {},
  details: { readonly [name: string]: Json } = {},
): Promise<CreditReport> {
  reportMachine.assertEdge(report.state, to);
  const moved = await updateCreditReport(db, report.id, { ...change, state: to });
  const data = { customer_id: report.customerId, report_id: report.id, from: report.state };
  await tell(db, actor, `report.${to}.v1`, { type: "report", id: report.id }, data);
  await audit(db, actor, `report.${to}`, {
    objectType: "report",
    objectId: report.id,
    details: { from: report.state, ...details },
  });
  return moved;
}
