import { dateInZone } from "@horizon/calendar";
import { inTransaction } from "@horizon/db";
import { claimProofWatch, listUnprovenResults } from "@horizon/db/billing";
import type { Job } from "../../../platform/jobs.ts";
import { getStanding } from "../../../platform/standing.ts";
import type { BillingContext } from "../context.ts";
import { isProofDue, lastUnprovingDay } from "../domain/tsr-proof.ts";
import { billingItself, recordChange } from "../record-change.ts";

const batch = 200;

/** TSR-1: tells, once for a contract and its newest result, that a report has to be obtained and handed over before it can be billed. */
export const watchResultProofs: Job<BillingContext> = {
  schedule: { daily_at: "01:30" },
  async run(context, { now }) {
    let done = 0;
    const resultBefore = dateInZone(now, "UTC");
    for (let afterContractId: string | undefined; ; ) {
      const found = await listUnprovenResults(context.db, { resultBefore, afterContractId, limit: batch });
      for (const { customerId, contractId, resultOn } of found) {
        const { contract, zone } = await getStanding(context, customerId);
        if (contract?.contract_id !== contractId) continue;
        const sale = { saleChannel: contract.sale_channel, promisedEnd: contract.promised_end };
        if (!isProofDue(sale, resultOn, dateInZone(now, zone))) continue;
        const isNew = await inTransaction(context.db, async (db) => {
          if (!(await claimProofWatch(db, { contractId, resultOn }))) return false;
          await recordChange(db, {
            actor: billingItself,
            event: "tsr.proof_due.v1",
            data: {
              customer_id: customerId,
              contract_id: contractId,
              result_on: resultOn,
              issued_after: lastUnprovingDay(resultOn),
            },
            objectType: "contract",
            objectId: contractId,
            details: { result_on: resultOn },
          });
          return true;
        });
        if (isNew) done += 1;
      }
      if (found.length < batch) return { done };
      afterContractId = found.at(-1)?.contractId;
    }
  },
};
