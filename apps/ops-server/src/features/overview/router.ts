import { environmentId, type Overview } from "@horizon/contracts";
import { z } from "zod";
import { readProcedure, router } from "../../trpc/init.ts";
import { getOverview } from "./get-overview.ts";

const input = z.strictObject({ environment: environmentId.optional() });

export const overviewRouter = router({
  get: readProcedure
    .input(input.default({}))
    .query(({ ctx: { ops, member }, input: { environment } }): Promise<Overview> => {
      return getOverview(ops, member, environment);
    }),
});
