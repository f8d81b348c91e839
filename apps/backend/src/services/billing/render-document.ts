import PDFDocument from "pdfkit";

const marginPt = 54;

/** A left and a right side of a line, and whether it is bold. */
export interface DocumentRow {
  readonly left: string;
  readonly right?: string;
  readonly bold?: boolean;
}

export interface ItemisedDocument {
  readonly title: string;
  /** The same document gives the same bytes: its date is that of what it shows. */
  readonly createdAt: Date;
  readonly head: readonly DocumentRow[];
  readonly items: readonly DocumentRow[];
  readonly foot: readonly DocumentRow[];
}

/** An itemised list as a PDF. It names nobody: the customer reads it signed in. */
export async function renderDocument({
  title,
  createdAt,
  head,
  items,
  foot,
}: ItemisedDocument): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: "LETTER",
    margin: marginPt,
    info: { Title: title, Producer: "Horizon", Creator: "Horizon", CreationDate: createdAt },
  });
  const width = pdf.page.width - 2 * marginPt;
  const write = ({ left, right = "", bold = false }: DocumentRow, size = 11) => {
    pdf.font(bold ? "Helvetica-Bold" : "Helvetica").fontSize(size);
    const y = pdf.y;
    pdf.text(printable(left), marginPt, y, { width: width - 100 });
    const bottom = pdf.y;
    if (right !== "") pdf.text(right, marginPt, y, { width, align: "right" });
    pdf.y = bottom + 4;
  };
  write({ left: "Horizon Credit Repair", bold: true }, 16);
  for (const row of head) write(row);
  pdf.moveDown();
  for (const row of [...items, ...foot]) write(row);
  const chunks: Buffer[] = [];
  pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => pdf.once("end", resolve).once("error", reject));
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

export function dollars(cents: number): string {
  return `${cents < 0 ? "-" : ""}$${(Math.abs(cents) / 100).toFixed(2)}`;
}

/** The standard fonts have no more than Windows-1252. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e\xa0-\xff]/g, "?");
}
