import { inTransaction } from "@horizon/db";
import { type BillingPayment, listPaymentsOpenSince } from "@horizon/db/billing";
import { eachDue } from "../../../platform/each-due.ts";
import type { Job } from "../../../platform/jobs.ts";
import type { BillingContext } from "../context.ts";
import type { ChargeResult } from "../provider/payment-provider.ts";
import { settlePayment } from "../settle-payment.ts";

/** In the system's time, as the provider's. */
const patienceMs = 24 * 60 * 60_000;

/**
 * A payment that is under way, or waits for the card's holder, keeps its invoice from being charged in any other way. After a day the provider
 * is asked: its event may be lost, and a holder who did not come is waited for no longer.
 */
export const followOpenPayments: Job<BillingContext> = {
  schedule: { every_ms: 60 * 60_000 },
  async run(context, { now }) {
    const before = new Date(Date.now() - patienceMs);
    const { done } = await eachDue(context.logger, {
      list: (page) => listPaymentsOpenSince(context.db, before, page),
      idOf: ({ id }) => id,
      act: (payment) => follow(context, payment, now),
    });
    return { done };
  },
};

async function follow(context: BillingContext, payment: BillingPayment, now: Date): Promise<boolean> {
  if (payment.providerRef === null) return false;
  const result = await findEnd(context, payment.providerRef);
  if (result === null) return false;
  await inTransaction(context.db, (db) => settlePayment(db, payment, result, { now, zone: null }));
  context.metrics.count("charges", { outcome: result.outcome });
  return true;
}

/** Null while it goes on. */
async function findEnd(
  { provider }: BillingContext,
  providerRef: string,
): Promise<Exclude<ChargeResult, { outcome: "processing" }> | null> {
  const result = await provider.readCharge(providerRef);
  if (result.outcome === "processing") return null;
  if (result.outcome !== "requires_action") return result;
  // Or it could still be confirmed, beside the charge that follows.
  await provider.cancelCharge(providerRef);
  return { ...result, outcome: "failed" };
}
