import { dateInZone } from "@horizon/calendar";
import { inTransaction } from "@horizon/db";
import { claimProofWatch, listUnprovenResults, type UnprovenCustomer } from "@horizon/db/billing";
import { eachDue } from "../../../platform/each-due.ts";
import type { Job } from "../../../platform/jobs.ts";
import { getStanding } from "../../../platform/standing.ts";
import type { BillingContext } from "../context.ts";
import { isProofDue, lastUnprovingDay } from "../domain/tsr-proof.ts";
import { billingItself, recordChange } from "../record-change.ts";

/** TSR-1: tells, once for a contract and its newest result, that a report has to be obtained and handed over before it can be billed. */
export const watchResultProofs: Job<BillingContext> = {
  schedule: { daily_at: "01:30" },
  async run(context, { now }) {
    const resultBefore = dateInZone(now, "UTC");
    const { done } = await eachDue(context.logger, {
      list: (page) => listUnprovenResults(context.db, { resultBefore, ...page }),
      idOf: ({ contractId }) => contractId,
      act: (result) => watchProof(context, result, now),
    });
    return { done };
  },
};

/** @returns whether it is told now. */
async function watchProof(
  context: BillingContext,
  { customerId, contractId, resultOn }: UnprovenCustomer,
  now: Date,
): Promise<boolean> {
  const { contract, zone } = await getStanding(context, customerId);
  if (contract?.contract_id !== contractId) return false;
  const sale = { saleChannel: contract.sale_channel, promisedEnd: contract.promised_end };
  if (!isProofDue(sale, resultOn, dateInZone(now, zone))) return false;
  return inTransaction(context.db, async (db) => {
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
}
