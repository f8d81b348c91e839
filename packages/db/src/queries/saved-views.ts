import { AppError } from "@horizon/errors";
import { type Db, inTransaction, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";

export interface SavedViewInput {
  /** One of a kind among the owner's. */
  readonly title: string;
  /** Path and query of a page of the console. */
  readonly path: string;
  readonly shared: boolean;
}

export interface SavedView extends SavedViewInput {
  readonly id: string;
  /** Whether the member who asked has it in their navigation. */
  readonly pinned: boolean;
  readonly owner: { readonly id: string; readonly name: string };
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columnsFor = (memberId: string) =>
  ({
    id: true,
    title: true,
    path: true,
    shared: true,
    owner: { select: { id: true, name: true } },
    pins: { where: { memberId }, select: { memberId: true } },
    createdAt: true,
    updatedAt: true,
  }) as const satisfies Prisma.SavedViewSelect;
type Row = Prisma.SavedViewGetPayload<{ select: ReturnType<typeof columnsFor> }>;

const toSavedView = ({ pins, ...view }: Row): SavedView => ({ ...view, pinned: pins.length > 0 });

const seenBy = (memberId: string): Prisma.SavedViewWhereInput => ({
  OR: [{ ownerId: memberId }, { shared: true }],
});

/** The member's own and those that others share: those that the member pinned first, then by title. */
export async function listSavedViews(db: Db, memberId: string): Promise<SavedView[]> {
  const rows = await runQuery(db, ({ savedView }) =>
    savedView.findMany({
      where: seenBy(memberId),
      orderBy: [{ title: "asc" }, { id: "asc" }],
      select: columnsFor(memberId),
    }),
  );
  return rows.map(toSavedView).sort((a, b) => Number(b.pinned) - Number(a.pinned));
}

/** @throws AppError CONFLICT when the owner has a view of this title. */
export async function createSavedView(
  db: Db,
  ownerId: string,
  { title, path, shared, pinned }: SavedViewInput & { readonly pinned: boolean },
): Promise<SavedView> {
  const row = await refuseTakenTitle(() =>
    runQuery(db, ({ savedView }) =>
      savedView.create({
        data: {
          title,
          path,
          shared,
          ownerId,
          ...(pinned ? { pins: { create: { memberId: ownerId } } } : {}),
        },
        select: columnsFor(ownerId),
      }),
    ),
  );
  return toSavedView(row);
}

/** @throws AppError NOT_FOUND, also for another member's view; CONFLICT when the owner has another one of this title. */
export async function updateSavedView(
  db: Db,
  ownerId: string,
  id: string,
  { title, path, shared }: { readonly [Field in keyof SavedViewInput]?: SavedViewInput[Field] | undefined },
): Promise<SavedView> {
  const changes = { title, path, shared };
  return inTransaction(db, async (tx) => {
    const { count } = await refuseTakenTitle(() =>
      runQuery(tx, ({ savedView }) => savedView.updateMany({ where: { id, ownerId }, data: changes })),
    );
    if (count === 0) throw new AppError("NOT_FOUND", "There is no such view of yours.");
    const row = await runQuery(tx, ({ savedView }) =>
      savedView.findUniqueOrThrow({ where: { id }, select: columnsFor(ownerId) }),
    );
    return toSavedView(row);
  });
}

/**
 * Puts the view into the member's navigation or takes it out, whoever owns it. Doing it twice is doing it once.
 *
 * @throws AppError NOT_FOUND, also for a view that another member keeps to themselves.
 */
export async function pinSavedView(
  db: Db,
  memberId: string,
  { id, pinned }: { readonly id: string; readonly pinned: boolean },
): Promise<SavedView> {
  return inTransaction(db, (tx) =>
    runQuery(tx, async ({ savedView, savedViewPin }) => {
      const row = await savedView.findFirst({
        where: { id, ...seenBy(memberId) },
        select: columnsFor(memberId),
      });
      if (row === null) throw new AppError("NOT_FOUND", "There is no such view.");
      const pin = { memberId, viewId: id };
      if (pinned) await savedViewPin.createMany({ data: pin, skipDuplicates: true });
      else await savedViewPin.deleteMany({ where: pin });
      return { ...toSavedView(row), pinned };
    }),
  );
}

/** Takes it out of every navigation too. @throws AppError NOT_FOUND, also for another member's view. */
export async function deleteSavedView(db: Db, ownerId: string, id: string): Promise<void> {
  const { count } = await runQuery(db, ({ savedView }) => savedView.deleteMany({ where: { id, ownerId } }));
  if (count === 0) throw new AppError("NOT_FOUND", "There is no such view of yours.");
}

async function refuseTakenTitle<T>(write: () => Promise<T>): Promise<T> {
  return write().catch((error: unknown) => {
    if (error instanceof AppError && error.code === "CONFLICT") {
      throw new AppError("CONFLICT", "You have a view of this title already.", { cause: error });
    }
    throw error;
  });
}
