import type { ClusterStatus } from "@horizon/contracts";
import { readProcedure, router } from "../../trpc/init.ts";

export const clustersRouter = router({
  list: readProcedure.query(({ ctx: { ops } }): ClusterStatus[] => ops.estate.listClusterStatus()),
  problems: readProcedure.query(({ ctx: { ops } }): { message: string }[] => ops.estate.listProblems()),
});
