import type { DisputeTaskKind } from "@horizon/contracts/backend";
import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";

export interface NewDisputeTask {
  /** What it is about: opened once for each key. */
  readonly key: string;
  readonly customerId: string;
  readonly agentUserId: string | null;
  readonly kind: DisputeTaskKind;
  readonly roundId: string | null;
  readonly itemId: string | null;
  readonly dueOn: string | null;
}

export interface DisputeTask extends NewDisputeTask {
  readonly id: string;
  readonly createdAt: Date;
}

/** @returns those that were not opened before, with their ids. */
export async function openDisputeTasks(
  db: Db,
  tasks: readonly NewDisputeTask[],
): Promise<(NewDisputeTask & { readonly id: string })[]> {
  const rows = await runQuery(db, ({ disputeTask }) =>
    disputeTask.createManyAndReturn({
      data: tasks.map(({ dueOn, ...task }) => ({ ...task, dueOn: fromCivil(dueOn) ?? null })),
      skipDuplicates: true,
      select: { id: true, key: true },
    }),
  );
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  return tasks.flatMap((task) => {
    const id = ids.get(task.key);
    return id === undefined ? [] : { ...task, id };
  });
}

/** Ends the open tasks of a kind about an item or a round. */
export async function finishDisputeTasks(
  db: Db,
  about: { kind: DisputeTaskKind; itemId?: string; roundId?: string },
  doneAt: Date,
): Promise<void> {
  await runQuery(db, ({ disputeTask }) =>
    disputeTask.updateMany({ where: { ...about, doneAt: null }, data: { doneAt } }),
  );
}

/** Open tasks, the earliest due first. */
export async function listOpenDisputeTasks(
  db: Db,
  { agentUserId, limit }: { agentUserId?: string | undefined; limit: number },
): Promise<DisputeTask[]> {
  const rows = await runQuery(db, ({ disputeTask }) =>
    disputeTask.findMany({
      where: { doneAt: null, ...(agentUserId ? { agentUserId } : {}) },
      orderBy: [{ dueOn: { sort: "asc", nulls: "last" } }, { id: "asc" }],
      take: limit,
      select: {
        id: true,
        key: true,
        customerId: true,
        agentUserId: true,
        kind: true,
        roundId: true,
        itemId: true,
        dueOn: true,
        createdAt: true,
      },
    }),
  );
  return rows.map((row) => ({
    ...row,
    kind: row.kind as DisputeTaskKind,
    dueOn: toCivil(row.dueOn),
  }));
}

/** A task, open or done; null when there is none. */
export async function findDisputeTask(
  db: Db,
  id: string,
): Promise<Pick<DisputeTask, "id" | "customerId" | "kind" | "roundId" | "itemId"> | null> {
  const row = await runQuery(db, ({ disputeTask }) =>
    disputeTask.findUnique({
      where: { id },
      select: { id: true, customerId: true, kind: true, roundId: true, itemId: true },
    }),
  );
  return row && { ...row, kind: row.kind as DisputeTaskKind };
}

/** @returns false when it was done before. */
export async function finishDisputeTask(db: Db, id: string, doneAt: Date): Promise<boolean> {
  const { count } = await runQuery(db, ({ disputeTask }) =>
    disputeTask.updateMany({ where: { id, doneAt: null }, data: { doneAt } }),
  );
  return count === 1;
}
