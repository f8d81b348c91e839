import { addDays, dateInZone } from "@horizon/calendar";
import { inTransaction } from "@horizon/db";
import { changeProtection, listProtectionsEnding, lockCustomer } from "@horizon/db/customer";
import type { Job } from "../../../platform/jobs.ts";
import type { CustomerContext } from "../context.ts";
import { recordChange, systemActor } from "../record-change.ts";

const batch = 500;
const noticeDays = 30;

/** FCRA-17: an alert ends by itself. Its customer is told once, a month before, for they alone can ask for another. */
export const watchProtections: Job<CustomerContext> = {
  schedule: { daily_at: "15:00" },
  async run({ db, logger }, { now }) {
    const by = addDays(dateInZone(now, "UTC"), noticeDays);
    let done = 0;
    for (const protection of await listProtectionsEnding(db, by, batch)) {
      const { id, customerId, endsOn } = protection;
      if (endsOn === null) continue;
      try {
        const isNew = await inTransaction(db, async (tx) => {
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
        if (isNew) done += 1;
      } catch (error) {
        logger.error(
          { err: error, protectionId: id },
          "nobody was told that a protection ends; it is tried again",
        );
      }
    }
    return { done };
  },
};
