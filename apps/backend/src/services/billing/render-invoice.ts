import type { BillingInvoice } from "@horizon/db/billing";
import { dollars, renderDocument } from "./render-document.ts";

/** An itemised invoice; the same invoice gives the same bytes. */
export async function renderInvoice(invoice: BillingInvoice): Promise<Buffer> {
  return renderDocument({
    title: "Invoice",
    createdAt: invoice.createdAt,
    head: [
      { left: `Invoice ${invoice.id}`, right: invoice.finalizedOn ?? "draft" },
      { left: `State: ${invoice.state.replaceAll("_", " ")}` },
    ],
    items: [
      { left: "Service, fully performed", right: "Amount", bold: true },
      ...invoice.lines.map(({ description, amountCents }) => ({
        left: description,
        right: dollars(amountCents),
      })),
    ],
    foot: [
      { left: "Total", right: dollars(invoice.totalCents), bold: true },
      ...(invoice.refundedCents > 0 ? [{ left: "Refunded", right: dollars(-invoice.refundedCents) }] : []),
    ],
  });
}
