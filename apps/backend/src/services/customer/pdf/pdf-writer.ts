import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import PDFDocument from "pdfkit";

const require = createRequire(import.meta.url);
const fonts = {
  regular: require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"),
  bold: require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"),
};

export interface PdfFile {
  readonly bytes: Buffer;
  /** Hexadecimal. */
  readonly sha256: string;
}

export interface PdfPage {
  title(text: string): void;
  paragraph(text: string): void;
  bold(text: string): void;
  space(): void;
}

/**
 * Writes a PDF/A-2b file whose fonts are inside, so that it can be kept and shown the same in years (ESIGN-4). The same input gives the
 * same bytes: the only time in it is the one given.
 *
 * @param pages each starts on a page of its own.
 */
export async function writePdf(
  info: { readonly title: string; readonly author: string; readonly at: Date },
  pages: readonly ((page: PdfPage) => void)[],
): Promise<PdfFile> {
  const document = new PDFDocument({
    size: "LETTER",
    margin: 64,
    pdfVersion: "1.7",
    subset: "PDF/A-2b",
    autoFirstPage: false,
    font: fonts.regular,
    info: { Title: info.title, Author: info.author, CreationDate: info.at, ModDate: info.at },
    lang: "en-US",
  });
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    document.on("data", (chunk: Buffer) => chunks.push(chunk));
    document.on("end", resolve);
    document.on("error", reject);
  });
  for (const write of pages) {
    document.addPage();
    write(pageOf(document));
  }
  document.end();
  await ended;
  const bytes = Buffer.concat(chunks);
  return { bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function pageOf(document: PDFKit.PDFDocument): PdfPage {
  const write = (font: string, size: number, text: string) => {
    document.font(font).fontSize(size).text(text, { lineGap: 2 });
    document.moveDown(0.6);
  };
  return {
    title: (text) => write(fonts.bold, 15, text),
    paragraph: (text) => write(fonts.regular, 10, text),
    bold: (text) => write(fonts.bold, 10.5, text),
    space: () => void document.moveDown(1.5),
  };
}
