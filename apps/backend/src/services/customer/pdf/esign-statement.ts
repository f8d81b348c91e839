import { consentTexts } from "../domain/consent-texts.ts";
import { type PdfFile, writePdf } from "./pdf-writer.ts";

/** The statement on electronic documents with the code that shows that it could be opened (ESIGN-1). */
export async function renderEsignStatement(code: string, at: Date): Promise<PdfFile> {
  const { heading, paragraphs, version } = consentTexts.esign;
  return writePdf({ title: heading, author: "", at }, [
    (page) => {
      page.title(heading);
      for (const paragraph of paragraphs) page.paragraph(paragraph);
      page.space();
      page.bold(`Your code: ${code}`);
      page.paragraph(`Version ${version}`);
    },
  ]);
}
