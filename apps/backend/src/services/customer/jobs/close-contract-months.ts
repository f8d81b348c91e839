import { dateInZone } from "@horizon/calendar";
import { inTransaction } from "@horizon/db";
import {
  closeMonth,
  countClosedMonths,
  listContractsWithMonthOver,
  listSuspensionEvents,
  lockContract,
  lockCustomer,
} from "@horizon/db/customer";
import { eachDue } from "../../../platform/each-due.ts";
import { newId } from "../../../platform/ids.ts";
import type { Job } from "../../../platform/jobs.ts";
import type { CustomerContext } from "../context.ts";
import { contractData, contractObject } from "../contract-life.ts";
import { isServedThroughout, listMonthsOver, pairSuspensions } from "../domain/contract-months.ts";
import { recordChange, systemActor } from "../record-change.ts";

/** Tells that a month of service is over: statements are written and months are performed by that. After a pause all come, in order. */
export const closeContractMonths: Job<CustomerContext> = {
  schedule: { every_ms: 60 * 60_000 },
  async run(context, { now }) {
    const today = dateInZone(now, "UTC");
    let months = 0;
    await eachDue(context.logger, {
      list: (page) => listContractsWithMonthOver(context.db, { today, ...page }),
      idOf: ({ id }) => id,
      act: async (contract) => {
        months += await closeMonthsOver(context, contract, now);
        return true;
      },
    });
    return { done: months };
  },
};

async function closeMonthsOver(
  { db }: CustomerContext,
  { id, customerId }: { id: string; customerId: string },
  now: Date,
): Promise<number> {
  return inTransaction(db, async (tx) => {
    await lockCustomer(tx, customerId);
    const contract = await lockContract(tx, id);
    if (contract?.serviceNotBefore == null) return 0;
    if (!["in_force", "completed", "terminated"].includes(contract.status)) return 0;
    const { zone, serviceNotBefore, endedAt } = contract;
    const months = listMonthsOver(
      { serviceNotBefore, endedOn: endedAt && dateInZone(endedAt, zone) },
      { closed: await countClosedMonths(tx, id), today: dateInZone(now, zone) },
    );
    const events = await listSuspensionEvents(tx, customerId);
    const suspensions = pairSuspensions(events.map(({ kind, at }) => ({ kind, on: dateInZone(at, zone) })));
    for (const month of months) {
      const { number, firstDay, lastDay } = month;
      const served = isServedThroughout(month, suspensions);
      const monthId = newId();
      await closeMonth(tx, {
        id: monthId,
        contractId: id,
        number,
        firstDay,
        lastDay,
        served,
        createdAt: now,
      });
      await recordChange(tx, systemActor, {
        type: "contract.month_ended.v1",
        data: {
          ...contractData(contract),
          month_id: monthId,
          number,
          first_day: firstDay,
          last_day: lastDay,
          served,
          statement_required: contract.monthlyStatement,
        },
        customerId,
        object: contractObject(contract),
        at: now,
        visible: false,
      });
    }
    return months.length;
  });
}
