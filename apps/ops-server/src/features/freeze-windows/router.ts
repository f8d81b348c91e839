import { environmentId, type FreezeWindowRow } from "@horizon/contracts";
import { listFreezeWindows } from "@horizon/db";
import { z } from "zod";
import { readProcedure, router } from "../../trpc/init.ts";
import { toFreezeWindowRow } from "./freeze-window-row.ts";

const listInput = z.strictObject({
  environment: environmentId.optional(),
  includeEnded: z.boolean().default(false),
});

/** Freeze windows change through `actions.execute`, as everything that is audited does. */
export const freezeWindowsRouter = router({
  list: readProcedure.input(listInput).query(async ({ ctx: { ops }, input }): Promise<FreezeWindowRow[]> => {
    const { environment, includeEnded } = input;
    const windows = await listFreezeWindows(ops.db, environment === undefined ? {} : { environment });
    const rows = windows.map((window) => toFreezeWindowRow(window, ops.now()));
    return includeEnded ? rows : rows.filter(({ state }) => state === "scheduled" || state === "active");
  }),
});
