import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { createdBefore, newestFirst } from "../page-position.ts";
import type { PageWish } from "./page-wish.ts";

const noteColumns = {
  id: true,
  customerId: true,
  kind: true,
  text: true,
  createdBy: true,
  createdAt: true,
} as const satisfies Prisma.CustomerNoteSelect;
export type CustomerNote = Prisma.CustomerNoteGetPayload<{ select: typeof noteColumns }>;

export async function createNote(db: Db, note: CustomerNote): Promise<CustomerNote> {
  return runQuery(db, (prisma) => prisma.customerNote.create({ data: note, select: noteColumns }));
}

/** Newest first, one more than `limit` if there are more. */
export async function listNotes(
  db: Db,
  { customerId, cursor, limit }: PageWish & { readonly customerId: string },
): Promise<CustomerNote[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customerNote.findMany({
      where: { customerId, OR: createdBefore(cursor) },
      orderBy: newestFirst,
      take: limit + 1,
      select: noteColumns,
    }),
  );
  return rows;
}

/** Whether a sales call with the customer is on record. */
export async function hasSalesCall(db: Db, customerId: string): Promise<boolean> {
  const found = await runQuery(db, (prisma) =>
    prisma.customerNote.findFirst({ where: { customerId, kind: "sales_call" }, select: { id: true } }),
  );
  return found !== null;
}

const taskColumns = {
  id: true,
  customerId: true,
  kind: true,
  title: true,
  dueOn: true,
  createdBy: true,
  createdAt: true,
  completedBy: true,
  completedAt: true,
} as const satisfies Prisma.CustomerTaskSelect;
type TaskRow = Prisma.CustomerTaskGetPayload<{ select: typeof taskColumns }>;
export type CustomerTask = Omit<TaskRow, "dueOn"> & { readonly dueOn: string | null };

const toTask = (row: TaskRow): CustomerTask => ({ ...row, dueOn: toCivil(row.dueOn) });

export async function createTask(
  db: Db,
  task: Omit<CustomerTask, "completedBy" | "completedAt">,
): Promise<CustomerTask> {
  const row = await runQuery(db, (prisma) =>
    prisma.customerTask.create({ data: { ...task, dueOn: fromCivil(task.dueOn) }, select: taskColumns }),
  );
  return toTask(row);
}

export async function findTask(db: Db, id: string): Promise<CustomerTask | null> {
  const row = await runQuery(db, (prisma) =>
    prisma.customerTask.findUnique({ where: { id }, select: taskColumns }),
  );
  return row === null ? null : toTask(row);
}

/** @returns null when it was completed before. */
export async function completeTask(
  db: Db,
  id: string,
  completion: { completedBy: string; completedAt: Date },
): Promise<CustomerTask | null> {
  const [row] = await runQuery(db, (prisma) =>
    prisma.customerTask.updateManyAndReturn({
      where: { id, completedAt: null },
      data: completion,
      select: taskColumns,
    }),
  );
  return row === undefined ? null : toTask(row);
}

/** Newest first, one more than `limit` if there are more. */
export async function listTasks(
  db: Db,
  {
    customerId,
    openOnly,
    cursor,
    limit,
  }: PageWish & { readonly customerId: string; readonly openOnly: boolean },
): Promise<CustomerTask[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customerTask.findMany({
      where: { customerId, ...(openOnly ? { completedAt: null } : {}), OR: createdBefore(cursor) },
      orderBy: newestFirst,
      take: limit + 1,
      select: taskColumns,
    }),
  );
  return rows.map(toTask);
}
