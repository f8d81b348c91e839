import type { CustomerStanding } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import {
  addFurnishers,
  type CreditReport,
  listElements,
  listReadReports,
  listScores,
} from "@horizon/db/credit";
import type { Actor } from "../../platform/actor.ts";
import { computeFindings } from "./compute-findings.ts";
import { furnisherKey } from "./domain/parsing/group-tradelines.ts";
import { findReinsertions } from "./find-reinsertions.ts";
import { moveReport } from "./move-report.ts";
import { tell } from "./record-change.ts";
import { toTradeline } from "./report-elements.ts";

/** A report that can be relied on: what follows from it is worked out, and the one before it is superseded. */
export async function acceptReport(
  db: Db,
  actor: Actor,
  parsed: CreditReport,
  { standing, now }: { standing: CustomerStanding; now: Date },
): Promise<void> {
  await findReinsertions(db, actor, parsed, { standing, now });
  await computeFindings(db, actor, parsed, standing);
  for (const score of await listScores(db, { reportId: parsed.id })) {
    await tell(
      db,
      actor,
      "score.recorded.v1",
      { type: "report", id: parsed.id },
      {
        customer_id: parsed.customerId,
        report_id: parsed.id,
        score_id: score.id,
        bureau: score.bureau,
        model: score.model,
        scored_on: score.scoredOn,
      },
    );
  }
  const rows = await listElements(db, { reportId: parsed.id, kinds: ["tradeline", "collection"] });
  const names = new Map(
    rows.map(toTradeline).map(({ furnisherName }) => [furnisherKey(furnisherName), furnisherName]),
  );
  await addFurnishers(
    db,
    [...names].filter(([nameKey]) => nameKey !== "").map(([nameKey, name]) => ({ nameKey, name })),
  );
  for (const earlier of await listReadReports(db, parsed.customerId)) {
    const isOlder = earlier.kind === parsed.kind && (earlier.pulledOn ?? "") < (parsed.pulledOn ?? "");
    if (earlier.state === "parsed" && earlier.id !== parsed.id && isOlder) {
      await moveReport(db, actor, earlier, "superseded", {}, { by: parsed.id });
    }
  }
}
