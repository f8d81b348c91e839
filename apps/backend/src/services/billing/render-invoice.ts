import type { BillingInvoice } from "@horizon/db/billing";
import PDFDocument from "pdfkit";

const marginPt = 54;

/** An itemised invoice; the same invoice gives the same bytes. It names nobody: the customer reads it signed in. */
export async function renderInvoice(invoice: BillingInvoice): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: "LETTER",
    margin: marginPt,
    info: { Title: "Invoice", Producer: "Horizon", Creator: "Horizon", CreationDate: invoice.createdAt },
  });
  const width = pdf.page.width - 2 * marginPt;
  const write = (left: string, right = "", font = "Helvetica", size = 11) => {
    pdf.font(font).fontSize(size);
    const y = pdf.y;
    pdf.text(left, marginPt, y, { width: width - 100 });
    const bottom = pdf.y;
    if (right !== "") pdf.text(right, marginPt, y, { width, align: "right" });
    pdf.y = bottom + 4;
  };
  write("Horizon Credit Repair", "", "Helvetica-Bold", 16);
  write(`Invoice ${invoice.id}`, invoice.finalizedOn ?? "draft");
  write(`State: ${invoice.state.replaceAll("_", " ")}`);
  pdf.moveDown();
  write("Service, fully performed", "Amount", "Helvetica-Bold");
  for (const { description, amountCents } of invoice.lines)
    write(printable(description), dollars(amountCents));
  write("Total", dollars(invoice.totalCents), "Helvetica-Bold");
  if (invoice.refundedCents > 0) write("Refunded", dollars(-invoice.refundedCents));
  const chunks: Buffer[] = [];
  pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => pdf.once("end", resolve).once("error", reject));
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

function dollars(cents: number): string {
  return `${cents < 0 ? "-" : ""}$${(Math.abs(cents) / 100).toFixed(2)}`;
}

/** The standard fonts have no more than Windows-1252. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e\xa0-\xff]/g, "?");
}
