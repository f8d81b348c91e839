import { dateInZone } from "@horizon/calendar";
import type { Db } from "@horizon/db";
import {
  type BillingPayment,
  changeInvoice,
  findInvoice,
  movePayment,
  postToLedger,
} from "@horizon/db/billing";
import { commonProblems } from "../../platform/problems.ts";
import { afterFailedCharge } from "./domain/dunning.ts";
import { invoiceMachine, paymentMachine } from "./domain/machines.ts";
import { moveInvoice } from "./invoice-moves.ts";
import type { ChargeResult } from "./provider/payment-provider.ts";
import { billingItself, recordChange } from "./record-change.ts";
import { requestRefund } from "./request-refund.ts";

/** The wish was given up, and the provider knows of no charge. */
interface GivenUp {
  readonly outcome: "given_up";
}

/** The law was against it when the provider was to be asked, and the provider knows of no charge. */
export interface Refused {
  readonly outcome: "refused";
  readonly code: string;
}

/**
 * Applies what became of a charge, whether the provider answered or told later, or both: of the two the first counts. One that was given up
 * is tried again as one that failed, but no card refused it, and its customer hears nothing. Nor do they of one that was refused, and
 * nothing is held against them: their invoice stays as it is, and the guard is asked again when it is due. `zone` is the customer's,
 * null when unknown.
 */
export async function settlePayment(
  db: Db,
  payment: BillingPayment,
  result: ChargeResult | GivenUp | Refused,
  { now, zone }: { now: Date; zone: string | null },
): Promise<void> {
  const isUncharged = result.outcome === "given_up" || result.outcome === "refused";
  const state = isUncharged ? "failed" : result.outcome;
  const moved = await movePayment(db, payment.id, {
    from: paymentMachine.states.filter((from) => paymentMachine.allows(from, state)),
    state,
    ...(isUncharged || result.providerRef === null ? {} : { providerRef: result.providerRef }),
    ...(result.outcome === "given_up" ? { failureCode: result.outcome } : {}),
    ...("code" in result ? { failureCode: result.code } : {}),
  });
  if (moved === null) return;
  const invoice = await findInvoice(db, payment.invoiceId);
  if (invoice === null) throw commonProblems.problem("resource.not_found");
  const ids = { customer_id: invoice.customerId, invoice_id: invoice.id, payment_id: payment.id };
  const about = { actor: billingItself, objectType: "payment", objectId: payment.id } as const;

  if (state === "processing") {
    await recordChange(db, { ...about, event: "payment.processing.v1", data: ids });
    return;
  }
  if (state === "succeeded") {
    await postToLedger(db, {
      customerId: invoice.customerId,
      refType: "payment",
      refId: payment.id,
      debit: "cash",
      credit: "receivable",
      amountCents: payment.amountCents,
    });
    await recordChange(db, { ...about, event: "payment.succeeded.v1", data: ids });
    if (invoiceMachine.allows(invoice.state, "paid")) {
      await moveInvoice(db, invoice, { to: "paid", actor: billingItself, nextChargeOn: null });
      return;
    }
    // The invoice was taken back while the card was charged (CROA-5): what came in goes back.
    const reason = `The invoice is ${invoice.state.replaceAll("_", " ")}.`;
    await requestRefund(db, { invoice, payment: moved, reason, actor: billingItself });
    return;
  }
  if (state === "requires_action") {
    await recordChange(db, { ...about, event: "payment.requires_action.v1", data: ids });
    return;
  }
  if (isUncharged) {
    await recordChange(db, { ...about, event: "payment.given_up.v1", data: ids });
    if (result.outcome === "refused") return;
  } else {
    const failure = "code" in result ? result.code : "unknown";
    await recordChange(db, { ...about, event: "payment.failed.v1", data: { ...ids, failure_code: failure } });
  }
  const dunning = afterFailedCharge(invoice.failedCharges, dateInZone(now, zone));
  if (!["finalized", "past_due"].includes(invoice.state)) return;
  if (invoice.state === "finalized")
    await moveInvoice(db, invoice, { to: "past_due", actor: billingItself, ...dunning });
  else if ((await changeInvoice(db, invoice, dunning)) === null)
    throw commonProblems.problem("resource.stale");
}
