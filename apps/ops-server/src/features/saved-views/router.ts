import { type SavedViewRow, savedViewInput } from "@horizon/contracts";
import {
  createSavedView,
  type Db,
  deleteSavedView,
  inTransaction,
  listSavedViews,
  pinSavedView,
  type SavedView,
  updateSavedView,
} from "@horizon/db";
import { z } from "zod";
import {
  announceInvalidation,
  type Invalidation,
  publishInvalidation,
} from "../../live/shared-invalidations.ts";
import type { OpsContext } from "../../ops-context.ts";
import { changeProcedure, readProcedure, router } from "../../trpc/init.ts";

const updateInput = z.strictObject({
  id: z.uuid(),
  title: savedViewInput.shape.title.optional(),
  path: savedViewInput.shape.path.optional(),
  // Without the default of a new view: what is left out stays as it is.
  shared: z.boolean().optional(),
});

/** Members' bookmarks: not audited, and open to every role. A view is its owner's to change; a pin is each member's. */
export const savedViewsRouter = router({
  list: readProcedure.query(async ({ ctx: { ops, member } }): Promise<SavedViewRow[]> => {
    const views = await listSavedViews(ops.db, member.id);
    return views.map((view) => toSavedViewRow(view, member.id));
  }),
  create: changeProcedure
    .input(savedViewInput)
    .mutation(async ({ ctx: { ops, member }, input }): Promise<SavedViewRow> => {
      const view = await andTell(
        ops,
        (tx) => createSavedView(tx, member.id, input),
        ({ shared }) => (shared ? undefined : member.id),
      );
      return toSavedViewRow(view, member.id);
    }),
  update: changeProcedure
    .input(updateInput)
    .mutation(async ({ ctx: { ops, member }, input: { id, ...changes } }): Promise<SavedViewRow> => {
      const view = await andTell(
        ops,
        (tx) => updateSavedView(tx, member.id, id, changes),
        // Others may have seen it until now.
        ({ shared }) => (shared || changes.shared !== undefined ? undefined : member.id),
      );
      return toSavedViewRow(view, member.id);
    }),
  pin: changeProcedure
    .input(z.strictObject({ id: z.uuid(), pinned: z.boolean() }))
    .mutation(async ({ ctx: { ops, member }, input }): Promise<SavedViewRow> => {
      const view = await andTell(
        ops,
        (tx) => pinSavedView(tx, member.id, input),
        () => member.id,
      );
      return toSavedViewRow(view, member.id);
    }),
  delete: changeProcedure
    .input(z.strictObject({ id: z.uuid() }))
    .mutation(async ({ ctx: { ops, member }, input }): Promise<void> => {
      await andTell(ops, (tx) => deleteSavedView(tx, member.id, input.id));
    }),
});

/**
 * Browsers ask for their own list again: who may see a view is decided there.
 *
 * @param concerns the one member whose list is another now; everybody's when undefined.
 */
async function andTell<T>(
  ops: OpsContext,
  write: (tx: Db) => Promise<T>,
  concerns: (written: T) => string | undefined = () => undefined,
): Promise<T> {
  const { written, invalidation } = await inTransaction(ops.db, async (tx) => {
    const result = await write(tx);
    const said: Invalidation = { topics: ["savedViews"], members: [], viewsOf: concerns(result) };
    await announceInvalidation(ops, tx, said);
    return { written: result, invalidation: said };
  });
  publishInvalidation(ops, invalidation);
  return written;
}

function toSavedViewRow(
  { id, title, path, shared, pinned, owner }: SavedView,
  memberId: string,
): SavedViewRow {
  return { id, title, path, shared, pinned, owner: owner.name, mine: owner.id === memberId };
}
