import type { PerformanceKind } from "@horizon/contracts/backend";
import type { BillingStatement } from "@horizon/db/billing";
import { dollars, renderDocument } from "./render-document.ts";

const words: Readonly<Record<PerformanceKind, string>> = {
  analysis_delivered: "Analysis of your credit reports, delivered to you",
  round_mailed: "Dispute letter, prepared and mailed",
  response_processed: "Reply of a recipient, read and recorded",
  month_completed: "Month of service, completed",
};

/** The itemised statement of a month; the same statement gives the same bytes. */
export async function renderStatement(statement: BillingStatement): Promise<Buffer> {
  const { lines } = statement;
  return renderDocument({
    title: "Monthly statement",
    createdAt: statement.createdAt,
    head: [
      { left: `Statement ${statement.id}` },
      {
        left: `Month ${statement.number} of your contract`,
        right: `${statement.firstDay} to ${statement.lastDay}`,
      },
    ],
    items: [
      { left: "Service performed", right: "Price", bold: true },
      ...lines.map(({ kind, completedOn, amountCents }) => ({
        left: `${completedOn}  ${words[kind]}`,
        right: amountCents === null ? "" : dollars(amountCents),
      })),
    ],
    foot: [
      lines.length === 0
        ? { left: "No service was performed in this month, and nothing is owed for it." }
        : {
            left: `${lines.length} ${lines.length === 1 ? "service" : "services"}. This is no invoice: what is billed, and when, stands in your invoices.`,
          },
    ],
  });
}
