import { addBusinessDays, dateInZone } from "@horizon/calendar";
import type { CustomerStanding } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import {
  type CreditReport,
  insertReinsertion,
  listDisputeOutcomes,
  listElements,
  listElementsById,
} from "@horizon/db/credit";
import type { Actor } from "../../platform/actor.ts";
import { matchTradelines } from "./domain/match-tradelines.ts";
import { audit, tell } from "./record-change.ts";
import { toTradeline } from "./report-elements.ts";

const accounts = ["tradeline", "collection"] as const;

/**
 * FCRA-7: what a bureau deleted after a dispute and reports again in a later pull. Told once for each disputed item; the
 * bureau's written notice is due five business days after we first saw it.
 */
export async function findReinsertions(
  db: Db,
  actor: Actor,
  report: CreditReport,
  { standing, now }: { standing: CustomerStanding; now: Date },
): Promise<number> {
  const pulledOn = report.pulledOn ?? dateInZone(now, standing.zone);
  const deletions = (await listDisputeOutcomes(db, report.customerId)).filter(
    ({ deleted, resolvedOn }) => deleted && resolvedOn <= pulledOn,
  );
  const disputed = await listElementsById(
    db,
    deletions.map(({ elementId }) => elementId),
  );
  const gone = disputed
    .filter(({ reportId, kind }) => reportId !== report.id && (kind === "tradeline" || kind === "collection"))
    .map(toTradeline);
  const shown = (await listElements(db, { reportId: report.id, kinds: accounts })).map(toTradeline);
  const firstSeenOn = dateInZone(now, standing.zone);
  const noticeDueOn = addBusinessDays(firstSeenOn, 5, "WIDE");
  let told = 0;
  for (const [row, deleted] of matchTradelines(shown, gone)) {
    const item = deletions.find(({ elementId }) => elementId === deleted.id);
    if (item === undefined) continue;
    const sighting = {
      itemId: item.itemId,
      elementId: row.id,
      customerId: report.customerId,
      firstSeenOn,
      noticeDueOn,
    };
    if (!(await insertReinsertion(db, sighting))) continue;
    told += 1;
    await tell(
      db,
      actor,
      "tradeline.reinserted.v1",
      { type: "report", id: report.id },
      {
        customer_id: report.customerId,
        report_id: report.id,
        element_kind: row.kind === "collection" ? "collection" : "tradeline",
        element_id: row.id,
        deleted_element_id: deleted.id,
        item_id: item.itemId,
        bureau: row.bureau,
        first_seen_on: firstSeenOn,
        notice_due_on: noticeDueOn,
      },
    );
    await audit(db, actor, "tradeline.reinserted", {
      objectType: "element",
      objectId: row.id,
      details: { item_id: item.itemId, first_seen_on: firstSeenOn, notice_due_on: noticeDueOn },
    });
  }
  return told;
}
