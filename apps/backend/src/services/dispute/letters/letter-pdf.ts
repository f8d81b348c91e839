import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import PDFDocument from "pdfkit";
import type { LetterMerge } from "./letter-merge.ts";

export interface LetterPdf {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly pages: number;
}

export interface LetterPdfInput {
  readonly merge: Pick<LetterMerge, "date" | "customer" | "recipient" | "round">;
  readonly text: string;
  /** Printed across every page of what may not be sent yet. */
  readonly watermark?: string;
}

const font = readFileSync(fileURLToPath(import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf")));
const margin = 72;
const fontSize = 10.5;

/**
 * The letter as PDF/A-2b with its font inside. The same input gives the same bytes: the dates are the letter's own, and the file id
 * follows from them.
 */
export async function renderLetterPdf({ merge, text, watermark }: LetterPdfInput): Promise<LetterPdf> {
  const createdAt = new Date(`${merge.date}T00:00:00Z`);
  const document = new PDFDocument({
    size: "LETTER",
    margin,
    pdfVersion: "1.7",
    subset: "PDF/A-2b",
    font: "",
    bufferPages: true,
    info: {
      Title: `Letter ${merge.round.reference}`,
      Producer: "Horizon",
      Creator: "Horizon",
      CreationDate: createdAt,
      ModDate: createdAt,
    },
  });
  const chunks: Buffer[] = [];
  document.on("data", (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<void>((resolve, reject) => {
    document.once("end", resolve);
    document.once("error", reject);
  });
  document.registerFont("letter", font).font("letter").fontSize(fontSize);
  const { customer, recipient } = merge;
  const block = (lines: readonly string[]) => document.text(lines.join("\n")).moveDown(1.5);
  block([customer.name, ...customer.lines]);
  block([longDate(merge.date)]);
  block([recipient.name, ...recipient.lines]);
  document.text(text.trimEnd(), { lineGap: 2 });
  const { count } = document.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    document.switchToPage(page);
    if (watermark) stamp(document, watermark);
  }
  document.end();
  await finished;
  const bytes = Buffer.concat(chunks);
  return { bytes, sha256: createHash("sha256").update(bytes).digest("hex"), pages: count };
}

function stamp(document: PDFKit.PDFDocument, words: string): void {
  const { width, height } = document.page;
  document.save();
  document.rotate(-35, { origin: [width / 2, height / 2] });
  document.fontSize(40).fillColor("#c0c0c0");
  document.text(words, 0, height / 2 - 20, { width, align: "center", lineBreak: false });
  document.restore();
  document.fontSize(fontSize).fillColor("black");
}

function longDate(date: string): string {
  const format = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" });
  return format.format(new Date(`${date}T00:00:00Z`));
}
