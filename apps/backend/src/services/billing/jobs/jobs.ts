import { dateInZone } from "@horizon/calendar";
import { inSerializableTransaction } from "@horizon/db";
import { findInvoice, listCustomersToBill, listInvoicesToCharge } from "@horizon/db/billing";
import { type DueItems, eachDue } from "../../../platform/each-due.ts";
import type { Job } from "../../../platform/jobs.ts";
import { isProblem } from "../../../platform/problems.ts";
import { getStanding } from "../../../platform/standing.ts";
import type { BillingContext } from "../context.ts";
import { draftInvoice } from "../draft-invoice.ts";
import { moveInvoice } from "../invoice-moves.ts";
import { billingItself } from "../record-change.ts";
import { requestCharge } from "../request-charge.ts";
import { followOpenPayments } from "./follow-open-payments.ts";
import { settleGivenUp } from "./settle-given-up.ts";
import { watchResultProofs } from "./watch-result-proofs.ts";

/** What billing does regularly. Each customer is a transaction of their own: one that is refused or fails stops nobody else. */
export const billingJobs: Readonly<Record<string, Job<BillingContext>>> = {
  /** CROA-8: what was performed is billed once, as soon as the law lets us. */
  "invoice-performances": {
    schedule: { daily_at: "02:00" },
    run: (context) =>
      each(context, {
        list: (page) => listCustomersToBill(context.db, page),
        idOf: (customerId) => customerId,
        act: (customerId) => unlessRefused(context, () => invoiceCustomer(context, customerId)),
      }),
  },
  "watch-result-proofs": watchResultProofs,
  "settle-given-up": settleGivenUp,
  "follow-open-payments": followOpenPayments,
  /** Charges what is due and tries again what failed: after 1, 3 and 7 days. */
  "charge-invoices": {
    schedule: { daily_at: "03:00" },
    run: (context, { now }) =>
      each(context, {
        list: (page) => listInvoicesToCharge(context.db, dateInZone(now, null), page),
        idOf: ({ id }) => id,
        act: ({ id }) => unlessRefused(context, () => chargeInvoice(context, id)),
      }),
  },
};

/** @throws when one failed: the day is long, and by the next try it may have passed. */
async function each<T>({ logger }: BillingContext, items: DueItems<T>): Promise<{ done: number }> {
  const { done, failed } = await eachDue(logger, items);
  if (failed > 0) throw new Error(`${failed} could not be billed or charged; they are tried again`);
  return { done };
}

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
