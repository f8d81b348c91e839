import {
  environmentId,
  type RolloutDetail,
  type RolloutHistoryEntry,
  type RolloutRow,
  rolloutRef,
  type Snapshot,
} from "@horizon/contracts";
import { z } from "zod";
import { takeSnapshot } from "../../live/take-snapshot.ts";
import { readProcedure, router } from "../../trpc/init.ts";
import { getRollout } from "./get-rollout.ts";
import { listHistory } from "./list-history.ts";

export const rolloutsRouter = router({
  list: readProcedure
    .input(z.strictObject({ environment: environmentId }))
    .query(({ ctx: { ops }, input: { environment } }): Snapshot<RolloutRow> => {
      return takeSnapshot(ops, environment, ({ rows }) =>
        rows
          .table("rollout")
          .values()
          .filter((row) => row.environment === environment),
      );
    }),
  get: readProcedure
    .input(rolloutRef)
    .query(({ ctx: { ops }, input }): Promise<RolloutDetail> => getRollout(ops, input)),
  history: readProcedure
    .input(rolloutRef)
    .query(({ ctx: { ops }, input }): Promise<RolloutHistoryEntry[]> => listHistory(ops, input)),
});
