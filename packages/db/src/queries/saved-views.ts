import { AppError } from "@horizon/errors";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";

export interface SavedViewInput {
  /** One of a kind among the owner's. */
  readonly title: string;
  /** Path and query of a page of the console. */
  readonly path: string;
  readonly shared: boolean;
  readonly pinned: boolean;
}

export interface SavedView extends SavedViewInput {
  readonly id: string;
  readonly owner: { readonly id: string; readonly name: string };
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = {
  id: true,
  title: true,
  path: true,
  shared: true,
  pinned: true,
  owner: { select: { id: true, name: true } },
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.SavedViewSelect;

/** The member's own and those that others share, pinned ones first. */
export async function listSavedViews(db: Db, memberId: string): Promise<SavedView[]> {
  return runQuery(db, ({ savedView }) =>
    savedView.findMany({
      where: { OR: [{ ownerId: memberId }, { shared: true }] },
      orderBy: [{ pinned: "desc" }, { title: "asc" }, { id: "asc" }],
      select: columns,
    }),
  );
}

/** @throws AppError CONFLICT when the owner has a view of this title. */
export async function createSavedView(db: Db, ownerId: string, input: SavedViewInput): Promise<SavedView> {
  return refuseTakenTitle(() =>
    runQuery(db, ({ savedView }) =>
      savedView.create({ data: { ...toData(input), ownerId }, select: columns }),
    ),
  );
}

/** @throws AppError NOT_FOUND, also for another member's view; CONFLICT when the owner has another one of this title. */
export async function updateSavedView(
  db: Db,
  ownerId: string,
  id: string,
  input: SavedViewInput,
): Promise<SavedView> {
  const [row] = await refuseTakenTitle(() =>
    runQuery(db, ({ savedView }) =>
      savedView.updateManyAndReturn({ where: { id, ownerId }, data: toData(input), select: columns }),
    ),
  );
  if (row === undefined) throw new AppError("NOT_FOUND", "There is no such view of yours.");
  return row;
}

/** @throws AppError NOT_FOUND, also for another member's view. */
export async function deleteSavedView(db: Db, ownerId: string, id: string): Promise<void> {
  const { count } = await runQuery(db, ({ savedView }) => savedView.deleteMany({ where: { id, ownerId } }));
  if (count === 0) throw new AppError("NOT_FOUND", "There is no such view of yours.");
}

function toData({ title, path, shared, pinned }: SavedViewInput): SavedViewInput {
  return { title, path, shared, pinned };
}

async function refuseTakenTitle<T>(write: () => Promise<T>): Promise<T> {
  return write().catch((error: unknown) => {
    if (error instanceof AppError && error.code === "CONFLICT") {
      throw new AppError("CONFLICT", "You have a view of this title already.", { cause: error });
    }
    throw error;
  });
}
