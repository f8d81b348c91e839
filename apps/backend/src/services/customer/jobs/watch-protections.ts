import { addDays, dateInZone } from "@horizon/calendar";
import { inTransaction } from "@horizon/db";
import { changeProtection, listProtectionsEnding, lockCustomer } from "@horizon/db/customer";
import { eachDue } from "../../../platform/each-due.ts";
import type { Job } from "../../../platform/jobs.ts";
import type { CustomerContext } from "../context.ts";
import { recordChange, systemActor } from "../record-change.ts";

const noticeDays = 30;

/** FCRA-17: an alert ends by itself. Its customer is told once, a month before, for they alone can ask for another. */
export const watchProtections: Job<CustomerContext> = {
  schedule: { daily_at: "15:00" },
  async run({ db, logger }, { now }) {
    const by = addDays(dateInZone(now, "UTC"), noticeDays);
    const { done } = await eachDue(logger, {
      list: (page) => listProtectionsEnding(db, by, page),
      idOf: ({ id }) => id,
      act: async (protection) => {
        const { id, customerId, endsOn } = protection;
        if (endsOn === null) return false;
        return inTransaction(db, async (tx) => {
          await lockCustomer(tx, customerId);
          if ((await changeProtection(tx, protection, { remindedAt: now })) === null) return false;
          await recordChange(tx, systemActor, {
            type: "protection.ends_soon.v1",
            data: { customer_id: customerId, protection_id: id, ends_on: endsOn },
            customerId,
            object: { type: "protection", id },
            at: now,
          });
          return true;
        });
      },
    });
    return { done };
  },
};
