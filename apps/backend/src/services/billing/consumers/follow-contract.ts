import type { Db } from "@horizon/db";
import {
  findSubscriptionOfContract,
  listInvoicesOfContract,
  listPayments,
  moveSubscription,
  type SubscriptionState,
} from "@horizon/db/billing";
import { invoiceMachine, subscriptionMachine } from "../domain/machines.ts";
import { moveInvoice } from "../invoice-moves.ts";
import { billingItself, recordChange } from "../record-change.ts";
import { requestRefund } from "../request-refund.ts";

const events = {
  active: "subscription.activated.v1",
  paused: "subscription.paused.v1",
  cancelled: "subscription.cancelled.v1",
} as const satisfies Record<Exclude<SubscriptionState, "awaiting_hold">, string>;

/** The contract moved, so its subscription does, where its state allows it. */
export async function followContract(db: Db, contractId: string, to: "active" | "cancelled"): Promise<void> {
  const subscription = await findSubscriptionOfContract(db, contractId);
  if (subscription === null || !subscriptionMachine.allows(subscription.state, to)) return;
  // A customer who paused stays paused when the hold ends.
  if (to === "active" && subscription.state === "paused") return;
  const moved = await moveSubscription(db, subscription, to);
  if (moved === null) throw new Error("the subscription was changed meanwhile");
  await recordChange(db, {
    actor: billingItself,
    event: events[to],
    data: { customer_id: moved.customerId, subscription_id: moved.id, contract_id: contractId },
    objectType: "subscription",
    objectId: moved.id,
    details: { from: subscription.state, to },
  });
}

/** CROA-5, CROA-12: a contract that was cancelled in its window, or is void, costs nothing: open invoices are void, paid ones refunded. */
export async function undoBilling(db: Db, contractId: string, reason: string): Promise<void> {
  await followContract(db, contractId, "cancelled");
  for (const invoice of await listInvoicesOfContract(db, contractId)) {
    if (invoiceMachine.allows(invoice.state, "void")) {
      await moveInvoice(db, invoice, { to: "void", actor: billingItself, reason, nextChargeOn: null });
      continue;
    }
    for (const payment of await listPayments(db, invoice.id)) {
      if (payment.state === "succeeded")
        await requestRefund(db, { invoice, payment, reason, actor: billingItself });
    }
  }
}
