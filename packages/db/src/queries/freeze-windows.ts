import { AppError } from "@horizon/errors";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";

export interface FreezeWindowInput {
  readonly title: string;
  readonly environment: string;
  /** Null: every service of the environment. */
  readonly services: readonly string[] | null;
  readonly startsAt: Date;
  /** Exclusive, and after the start. */
  readonly endsAt: Date;
  readonly reason: string;
  /** Who may act all the same. */
  readonly exceptMemberIds: readonly string[];
  /** What may be acted on all the same. */
  readonly exceptServices: readonly string[];
}

export interface FreezeWindow extends FreezeWindowInput {
  readonly id: string;
  readonly createdBy: { readonly id: string; readonly name: string };
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly cancelledAt: Date | null;
}

const columns = {
  id: true,
  title: true,
  environment: true,
  services: true,
  startsAt: true,
  endsAt: true,
  reason: true,
  exceptMemberIds: true,
  exceptServices: true,
  creator: { select: { id: true, name: true } },
  createdAt: true,
  updatedAt: true,
  cancelledAt: true,
} as const satisfies Prisma.FreezeWindowSelect;

/** All, the latest to start first; `environment` narrows it. */
export async function listFreezeWindows(
  db: Db,
  { environment }: { environment?: string } = {},
): Promise<FreezeWindow[]> {
  const rows = await runQuery(db, ({ freezeWindow }) =>
    freezeWindow.findMany({
      where: { environment },
      orderBy: [{ startsAt: "desc" }, { id: "desc" }],
      select: columns,
    }),
  );
  return rows.map(toFreezeWindow);
}

/** Those in force in the environment at that moment, not cancelled. Services and exceptions are the caller's to weigh. */
export async function listActiveFreezeWindows(
  db: Db,
  environment: string,
  at: Date,
): Promise<FreezeWindow[]> {
  const rows = await runQuery(db, ({ freezeWindow }) =>
    freezeWindow.findMany({
      where: { environment, startsAt: { lte: at }, endsAt: { gt: at }, cancelledAt: null },
      orderBy: [{ startsAt: "asc" }, { id: "asc" }],
      select: columns,
    }),
  );
  return rows.map(toFreezeWindow);
}

/** @throws AppError INVALID_INPUT when it ends before it starts. */
export async function createFreezeWindow(
  db: Db,
  input: FreezeWindowInput,
  createdBy: string,
): Promise<FreezeWindow> {
  const row = await runQuery(db, ({ freezeWindow }) =>
    freezeWindow.create({ data: { ...toData(input), createdBy }, select: columns }),
  );
  return toFreezeWindow(row);
}

/** The window as whoever changes it saw it. */
export interface SeenFreezeWindow {
  readonly id: string;
  readonly updatedAt: Date;
}

/** @throws AppError NOT_FOUND; PRECONDITION_FAILED when it was cancelled; STALE when it was changed after it was seen. */
export async function updateFreezeWindow(
  db: Db,
  seen: SeenFreezeWindow,
  input: FreezeWindowInput,
): Promise<FreezeWindow> {
  return changeUncancelled(db, seen, toData(input));
}

/**
 * Ends it at once, for good.
 *
 * @throws AppError NOT_FOUND; PRECONDITION_FAILED when it was cancelled before; STALE when it was changed after it was seen.
 */
export async function cancelFreezeWindow(db: Db, seen: SeenFreezeWindow, now: Date): Promise<FreezeWindow> {
  return changeUncancelled(db, seen, { cancelledAt: now });
}

async function changeUncancelled(
  db: Db,
  { id, updatedAt }: SeenFreezeWindow,
  data: Prisma.FreezeWindowUncheckedUpdateManyInput,
): Promise<FreezeWindow> {
  const { count } = await runQuery(db, ({ freezeWindow }) =>
    freezeWindow.updateMany({ where: { id, updatedAt, cancelledAt: null }, data }),
  );
  const row = await runQuery(db, ({ freezeWindow }) =>
    freezeWindow.findUnique({ where: { id }, select: columns }),
  );
  if (row === null) throw new AppError("NOT_FOUND", "There is no such freeze window.");
  if (count > 0) return toFreezeWindow(row);
  if (row.cancelledAt !== null)
    throw new AppError("PRECONDITION_FAILED", "This freeze window was cancelled.");
  throw new AppError("STALE", "It changed while you looked: somebody else saved this freeze window.");
}

/** In the database an empty list stands for every service. */
function toData({ services, exceptMemberIds, exceptServices, ...rest }: FreezeWindowInput) {
  const { title, environment, startsAt, endsAt, reason } = rest;
  return {
    ...{ title, environment, startsAt, endsAt, reason },
    services: [...(services ?? [])],
    exceptMemberIds: [...exceptMemberIds],
    exceptServices: [...exceptServices],
  };
}

function toFreezeWindow({
  creator,
  services,
  ...row
}: Prisma.FreezeWindowGetPayload<{ select: typeof columns }>): FreezeWindow {
  return { ...row, services: services.length === 0 ? null : services, createdBy: creator };
}
