import { type SavedViewRow, savedViewInput } from "@horizon/contracts";
import {
  createSavedView,
  deleteSavedView,
  listSavedViews,
  type SavedView,
  updateSavedView,
} from "@horizon/db";
import { AppError } from "@horizon/errors";
import { z } from "zod";
import { changeProcedure, readProcedure, router } from "../../trpc/init.ts";

const updateInput = z.strictObject({
  id: z.uuid(),
  title: savedViewInput.shape.title.optional(),
  path: savedViewInput.shape.path.optional(),
  // Without the defaults of a new view: what is left out stays as it is.
  shared: z.boolean().optional(),
  pinned: z.boolean().optional(),
});

/** A member's own bookmarks: not audited, and open to every role. */
export const savedViewsRouter = router({
  list: readProcedure.query(async ({ ctx: { ops, member } }): Promise<SavedViewRow[]> => {
    const views = await listSavedViews(ops.db, member.id);
    return views.map((view) => toSavedViewRow(view, member.id));
  }),
  create: changeProcedure
    .input(savedViewInput)
    .mutation(async ({ ctx: { ops, member }, input }): Promise<SavedViewRow> => {
      return toSavedViewRow(await createSavedView(ops.db, member.id, input), member.id);
    }),
  update: changeProcedure
    .input(updateInput)
    .mutation(async ({ ctx: { ops, member }, input }): Promise<SavedViewRow> => {
      const views = await listSavedViews(ops.db, member.id);
      const current = views.find(({ id, owner }) => id === input.id && owner.id === member.id);
      if (!current) throw new AppError("NOT_FOUND", "There is no such view of yours.");
      const { title = current.title, path = current.path } = input;
      const { shared = current.shared, pinned = current.pinned } = input;
      const updated = await updateSavedView(ops.db, member.id, input.id, { title, path, shared, pinned });
      return toSavedViewRow(updated, member.id);
    }),
  delete: changeProcedure
    .input(z.strictObject({ id: z.uuid() }))
    .mutation(async ({ ctx: { ops, member }, input }): Promise<void> => {
      await deleteSavedView(ops.db, member.id, input.id);
    }),
});

function toSavedViewRow(
  { id, title, path, shared, pinned, owner }: SavedView,
  memberId: string,
): SavedViewRow {
  const mine = owner.id === memberId;
  // A pin is the owner's: the view is in nobody else's navigation.
  return { id, title, path, shared, pinned: mine && pinned, owner: owner.name, mine };
}
