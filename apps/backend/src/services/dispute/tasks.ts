import { appendEvent } from "@horizon/db/backend";
import { type NewDisputeTask, openDisputeTask } from "@horizon/db/dispute";
import type { Move } from "./moves.ts";

/** Opens a task for a specialist, once for each key. @returns false when it was opened before. */
export async function openTask({ db, requestId }: Move, task: NewDisputeTask): Promise<boolean> {
  const id = await openDisputeTask(db, task);
  if (id === null) return false;
  await appendEvent(db, "dispute", {
    type: "dispute_task.opened.v1",
    aggregateType: "dispute_task",
    aggregateId: id,
    data: {
      customer_id: task.customerId,
      task_id: id,
      kind: task.kind,
      round_id: task.roundId,
      due_on: task.dueOn,
    },
    requestId,
  });
  return true;
}
