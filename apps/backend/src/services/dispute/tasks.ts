import { appendEvents } from "@horizon/db/backend";
import { type NewDisputeTask, openDisputeTasks } from "@horizon/db/dispute";
import type { Move } from "./moves.ts";

/** Opens a task for a specialist, once for each key. @returns false when it was opened before. */
export async function openTask(move: Move, task: NewDisputeTask): Promise<boolean> {
  return (await openTasks(move, [task])) === 1;
}

/** Opens tasks, each once for its key. @returns how many were not opened before. */
export async function openTasks({ db, requestId }: Move, tasks: readonly NewDisputeTask[]): Promise<number> {
  const opened = await openDisputeTasks(db, tasks);
  await appendEvents(
    db,
    "dispute",
    opened.map(({ id, customerId, kind, roundId, dueOn }) => ({
      type: "dispute_task.opened.v1",
      aggregateType: "dispute_task",
      aggregateId: id,
      data: { customer_id: customerId, task_id: id, kind, round_id: roundId, due_on: dueOn },
      requestId,
    })),
  );
  return opened.length;
}
