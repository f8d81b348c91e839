import { readFileSync } from "node:fs";
import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, test } from "vitest";
import { type LetterKind, letterKinds, recipientsOfKind } from "../domain/letter-kinds.ts";
import { lintLetter } from "../domain/letter-lint.ts";
import { sampleMerge } from "./letter-merge.ts";
import { renderLetterPdf } from "./letter-pdf.ts";
import { mergeTemplate } from "./merge-template.ts";

/** The templates that come with the migrations, by kind. */
const templates = new Map(
  [
    ...readFileSync(
      new URL(
        "../../../../../../migrations/20261129071700_dispute_letter_templates/migration.sql",
        import.meta.url,
      ),
      "utf8",
    ).matchAll(/'(\w+)', 1, \$template\$([^$]*(?:\$(?!template)[^$]*)*)\$template\$/g),
  ].map(([, kind, body]) => [kind, body]),
);
const bodyOf = (kind: LetterKind) => templates.get(kind) ?? "";

function merged(body: string, merge = sampleMerge): string {
  const result = mergeTemplate(body, merge);
  if (!result.ok) throw new Error(result.reason);
  return result.text;
}

async function textOf(bytes: Uint8Array): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
  return text;
}

describe("the templates that come with the service", () => {
  test.each(letterKinds)("%s merges and passes every check for each recipient it may have", (kind) => {
    const text = merged(bodyOf(kind));
    for (const recipientKind of recipientsOfKind[kind]) {
      expect(lintLetter({ kind, recipientKind, text })).toEqual([]);
    }
  });

  test("FCRA-18 none is called 609, and none claims a proof from a bureau", () => {
    for (const [kind, body] of templates) expect(`${kind} ${body}`).not.toMatch(/609/);
  });

  test("FCRA-20 a letter to a furnisher says who prepared it, and names no deadline", () => {
    const text = merged(bodyOf("direct_dispute"));
    expect(text).toContain("prepared for me by a credit repair organization");
    expect(text).not.toMatch(/\bdays\b/);
  });
});

describe("a template", () => {
  test.each([
    ["an unknown name", "{{ customer.ssn }}"],
    ["an unknown filter", "{{ statement | shell }}"],
    ["a tag that is not closed", "{% for item in items %}"],
    ["a file", "{% include '/etc/passwd' %}"],
    ["a prototype", "{{ customer.constructor.name }}"],
    ["a loop without an end", "{% for i in (1..100000000) %}{{ i }}{% endfor %}"],
  ])("with %s is refused with a reason", (_what, body) => {
    const result = mergeTemplate(body, sampleMerge);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.reason.length).toBeGreaterThan(5);
  });

  test("prints facts as they are, not as a template", () => {
    const items = [{ label: "x", paragraph: "y", facts: ["{{ customer.name }} {% raw %}"] }];
    expect(merged(bodyOf("bureau_dispute"), { ...sampleMerge, items })).toContain(
      "{{ customer.name }} {% raw %}",
    );
  });
});

describe("the PDF", () => {
  const input = { merge: sampleMerge, text: merged(bodyOf("bureau_dispute")) };

  test("is the same to the byte for the same input, and another for another", async () => {
    const [first, second] = await Promise.all([renderLetterPdf(input), renderLetterPdf(input)]);
    expect(second?.sha256).toBe(first?.sha256);
    expect((await renderLetterPdf({ ...input, text: `${input.text}.` })).sha256).not.toBe(first?.sha256);
  });

  test("says what was merged, in order", async () => {
    const { bytes, pages } = await renderLetterPdf(input);
    expect(pages).toBe(1);
    const text = (await textOf(bytes)).replace(/\s+/g, " ");
    expect(text).toBe(
      [
        "Ada Example 1 Main St Springfield, NY 12345 November 30, 2026 Experian P.O. Box 4500 Allen, TX 75013",
        "Re: Dispute of information in my credit file (R-00000000) To whom it may concern:",
        "I dispute the following information in my file under 15 U.S.C. 1681i. Please reinvestigate each item, forward what",
        "I write and enclose to the furnisher, and delete or correct what is inaccurate, incomplete or cannot be verified.",
        "1. Example Bank, account ending in 4321 The balance is not correct. - I paid the account in full on 2024-03-01.",
        "Please send me the written results of the reinvestigation at the address above.",
        "My Social Security number ends in 6789. I was born in 1980. Enclosed: - Proof of payment Sincerely, Ada Example",
      ].join(" "),
    );
  });

  test("is PDF/A-2b with its font inside", async () => {
    const raw = Buffer.from((await renderLetterPdf(input)).bytes).toString("latin1");
    expect(raw).toMatch(/^%PDF-1\.7/);
    expect(raw).toContain("pdfaid:part>2<");
    expect(raw).toContain("/FontFile2");
    expect(raw).toContain("/OutputIntents");
  });

  test("keeps accents, and goes on to another page", async () => {
    const long = await renderLetterPdf({
      ...input,
      text: `Łukasz Muñoz-O’Neill\n${"A line.\n".repeat(120)}`,
    });
    expect(long.pages).toBe(3);
    expect(await textOf(long.bytes)).toContain("Łukasz Muñoz-O’Neill");
  });

  test("of what is not approved says so across the page", async () => {
    const draft = await renderLetterPdf({ ...input, watermark: "DRAFT" });
    expect(draft.pages).toBe(1);
    expect(await textOf(draft.bytes)).toContain("DRAFT");
  });

  test("SSN-3 shows the last four digits alone", async () => {
    const text = await textOf((await renderLetterPdf(input)).bytes);
    expect(text).toContain("6789");
    expect(text).not.toMatch(/\d{3}-?\d{2}-?6789/);
  });
});
