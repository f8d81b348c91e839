import type { Db } from "@horizon/db";
import {
  type BillingInvoice,
  changeInvoice,
  type InvoiceChange,
  type InvoiceState,
  postToLedger,
  releaseInvoiceLines,
} from "@horizon/db/billing";
import type { Actor } from "../../platform/actor.ts";
import { commonProblems } from "../../platform/problems.ts";
import { invoiceMachine } from "./domain/machines.ts";
import { movePerformancesAlong } from "./move-performances.ts";
import { recordChange } from "./record-change.ts";

const events = {
  finalized: "invoice.finalized.v1",
  past_due: "invoice.past_due.v1",
  paid: "invoice.paid.v1",
  uncollectible: "invoice.uncollectible.v1",
  void: "invoice.voided.v1",
  partially_refunded: "invoice.partially_refunded.v1",
  refunded: "invoice.refunded.v1",
  charged_back: "invoice.charged_back.v1",
} as const satisfies Record<Exclude<InvoiceState, "draft">, string>;

export interface InvoiceMove extends Omit<InvoiceChange, "state"> {
  readonly to: Exclude<InvoiceState, "draft">;
  readonly actor: Actor;
  readonly reason?: string | undefined;
}

/**
 * Moves an invoice along an edge of its machine, with what goes with it: performances, ledger, event, audit.
 *
 * @throws ProblemError state.invalid_transition, or resource.stale when somebody was faster.
 */
export async function moveInvoice(
  db: Db,
  invoice: BillingInvoice,
  { to, actor, reason, ...change }: InvoiceMove,
): Promise<BillingInvoice> {
  invoiceMachine.assertEdge(invoice.state, to);
  const moved = await changeInvoice(db, invoice, { ...change, state: to });
  if (moved === null) throw commonProblems.problem("resource.stale");
  await settle(db, invoice, to);
  await recordChange(db, {
    actor,
    event: events[to],
    data: { customer_id: invoice.customerId, invoice_id: invoice.id },
    objectType: "invoice",
    objectId: invoice.id,
    reason,
    details: { from: invoice.state, to },
  });
  return moved;
}

/** What a state means for what was performed and for the books. */
async function settle(db: Db, invoice: BillingInvoice, to: InvoiceMove["to"]): Promise<void> {
  const performances = invoice.lines.map(({ performanceId }) => performanceId);
  const posting = {
    customerId: invoice.customerId,
    refType: "invoice" as const,
    refId: invoice.id,
    amountCents: invoice.totalCents,
  };
  switch (to) {
    case "finalized":
      await postToLedger(db, { ...posting, debit: "receivable", credit: "revenue" });
      return;
    case "paid":
      await movePerformancesAlong(db, performances, "invoiced", "paid");
      return;
    case "void":
      if (invoice.state !== "draft")
        await postToLedger(db, { ...posting, debit: "revenue", credit: "receivable" });
      await releaseInvoiceLines(db, invoice.id);
      await movePerformancesAlong(db, performances, "invoiced", "recorded");
      return;
    case "uncollectible":
      await postToLedger(db, { ...posting, debit: "bad_debt", credit: "receivable" });
      await movePerformancesAlong(db, performances, "invoiced", "written_off");
      return;
    case "past_due":
    case "partially_refunded":
    case "refunded":
    case "charged_back":
      return;
  }
}
