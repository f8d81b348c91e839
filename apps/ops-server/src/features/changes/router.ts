import { type ChangeEntry, type ChangePage, changeFilter } from "@horizon/contracts";
import { getChange, listChanges } from "@horizon/db";
import { z } from "zod";
import { readProcedure, router } from "../../trpc/init.ts";
import { toStoredFilter } from "../../trpc/to-stored-filter.ts";
import { toChangeEntry } from "./change-entry.ts";

export const changesRouter = router({
  list: readProcedure.input(changeFilter).query(async ({ ctx: { ops }, input }): Promise<ChangePage> => {
    const { rows, nextCursor } = await listChanges(ops.db, toStoredFilter(input));
    return { entries: rows.map(toChangeEntry), nextCursor };
  }),
  get: readProcedure
    .input(z.strictObject({ id: z.uuid() }))
    .query(
      async ({ ctx: { ops }, input }): Promise<ChangeEntry> =>
        toChangeEntry(await getChange(ops.db, input.id)),
    ),
});
