import { dateInZone } from "@horizon/calendar";
import { inSerializableTransaction } from "@horizon/db";
import { findInvoice, listCustomersToBill, listInvoicesToCharge } from "@horizon/db/billing";
import type { Job } from "../../../platform/jobs.ts";
import { isProblem } from "../../../platform/problems.ts";
import { getStanding } from "../../../platform/standing.ts";
import type { BillingContext } from "../context.ts";
import { draftInvoice } from "../draft-invoice.ts";
import { moveInvoice } from "../invoice-moves.ts";
import { billingItself } from "../record-change.ts";
import { requestCharge } from "../request-charge.ts";
import { watchResultProofs } from "./watch-result-proofs.ts";

const batch = 500;

/** What billing does every day. Each customer is a transaction of their own: one that is refused stops nobody else. */
export const billingJobs: Readonly<Record<string, Job<BillingContext>>> = {
  /** CROA-8: what was performed is billed once, as soon as the law lets us. */
  "invoice-performances": {
    schedule: { daily_at: "02:00" },
    async run(context) {
      let done = 0;
      for (let afterId: string | undefined; ; ) {
        // In pages: those who cannot be billed stay, and must not keep others from being looked at.
        const customers = await listCustomersToBill(context.db, { afterId, limit: batch });
        for (const customerId of customers) {
          if (await unlessRefused(context, () => invoiceCustomer(context, customerId))) done += 1;
        }
        if (customers.length < batch) return { done };
        afterId = customers.at(-1);
      }
    },
  },
  "watch-result-proofs": watchResultProofs,
  /** Charges what is due and tries again what failed: after 1, 3 and 7 days. */
  "charge-invoices": {
    schedule: { daily_at: "03:00" },
    async run(context, { now }) {
      let done = 0;
      for (const { id } of await listInvoicesToCharge(context.db, dateInZone(now, null), batch)) {
        if (await unlessRefused(context, () => chargeInvoice(context, id))) done += 1;
      }
      return { done };
    },
  },
};

async function invoiceCustomer(context: BillingContext, customerId: string): Promise<void> {
  const standing = await getStanding(context, customerId);
  await inSerializableTransaction(context.db, async (db) => {
    const draft = await draftInvoice(context, db, { standing, actor: billingItself });
    const today = dateInZone(context.clock.now(), standing.zone);
    await moveInvoice(db, draft, {
      to: "finalized",
      actor: billingItself,
      finalizedOn: today,
      nextChargeOn: today,
    });
  });
}

async function chargeInvoice(context: BillingContext, invoiceId: string): Promise<void> {
  const found = await findInvoice(context.db, invoiceId);
  if (found === null) return;
  const standing = await getStanding(context, found.customerId);
  await inSerializableTransaction(context.db, async (db) => {
    const invoice = await findInvoice(db, invoiceId);
    if (invoice !== null) await requestCharge(context, db, { invoice, standing, actor: billingItself });
  });
}

/** A refusal by the guard is the daily answer for many; anything else is an error of the job. */
async function unlessRefused({ logger }: BillingContext, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!isProblem(error) || error.status >= 500) throw error;
    logger.debug({ problem: error.problem }, "not billed now");
    return false;
  }
}
