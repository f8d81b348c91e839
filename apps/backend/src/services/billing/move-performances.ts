import type { Db } from "@horizon/db";
import { movePerformances, type PerformanceState } from "@horizon/db/billing";
import { commonProblems } from "../../platform/problems.ts";
import { performanceMachine } from "./domain/machines.ts";

/**
 * Takes performances along an edge of their machine, all or none.
 *
 * @throws ProblemError state.invalid_transition when one of them is in another state by now.
 */
export async function movePerformancesAlong(
  db: Db,
  ids: readonly string[],
  from: PerformanceState,
  to: PerformanceState,
): Promise<void> {
  performanceMachine.assertEdge(from, to);
  if (await movePerformances(db, ids, { from, to })) return;
  throw commonProblems.problem("state.invalid_transition", {
    detail: `A service of it is not ${from}, and so cannot become ${to}.`,
    members: { from, to },
  });
}
