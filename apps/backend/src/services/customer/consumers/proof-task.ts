import { createTask, findCustomer, lockCustomer } from "@horizon/db/customer";
import type { Consumers } from "../../../platform/events.ts";
import { newId } from "../../../platform/ids.ts";
import type { CustomerContext } from "../context.ts";
import { recordChange, systemActor } from "../record-change.ts";

/** TSR-1: the staff is told to obtain a report and hand it over; with it compliance records the proof. */
export const proofTaskConsumers: Consumers<CustomerContext> = {
  "tsr.proof_due.v1": async ({ clock }, { db, event }) => {
    const { customer_id: customerId, issued_after: issuedAfter } = event.data;
    if ((await findCustomer(db, customerId)) === null) return;
    await lockCustomer(db, customerId);
    const now = clock.now();
    const task = await createTask(db, {
      id: newId(),
      customerId,
      kind: "tsr_proof",
      title: `Obtain a report issued after ${issuedAfter}, give it to the customer and record the proof (TSR-1)`,
      dueOn: null,
      createdBy: null,
      createdAt: now,
    });
    await recordChange(db, systemActor, {
      type: "task.created.v1",
      data: { customer_id: customerId, task_id: task.id },
      customerId,
      object: { type: "task", id: task.id },
      at: now,
      visible: false,
    });
  },
};
