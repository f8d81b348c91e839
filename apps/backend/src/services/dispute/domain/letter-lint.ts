import type { LetterKind } from "./letter-kinds.ts";
import type { RecipientKind } from "./recipients.ts";

export interface LintFinding {
  readonly code: string;
  /** Rule of law that it breaks; null for what cannot be printed. */
  readonly rule: string | null;
  readonly detail: string;
}

export interface LintInput {
  readonly kind: LetterKind;
  readonly recipientKind: RecipientKind;
  readonly text: string;
}

interface Check {
  readonly code: string;
  readonly rule: string | null;
  readonly detail: string;
  readonly pattern: RegExp;
  /** Only letters for which this holds are checked. */
  readonly when?: (input: LintInput) => boolean;
}

const toFurnisher = ({ recipientKind }: LintInput) =>
  recipientKind === "furnisher" || recipientKind === "collector";

const checks: readonly Check[] = [
  {
    code: "letter.promises",
    rule: "CROA-11",
    detail: "Promises a result that nobody can promise.",
    pattern:
      /guarante|remove (all|every)|new credit (file|identity|profile)|\b\d+\s*(\+\s*)?points?\b|clean slate/i,
  },
  {
    code: "letter.identity_altered",
    rule: "CROA-10",
    detail: "Speaks of another identification number than the customer's own.",
    pattern:
      /\bCPN\b|credit (privacy|profile) number|secondary credit number|\bEIN\b|\b9\d{2}-[5-9]\d-\d{4}\b/i,
  },
  {
    code: "letter.609_claim",
    rule: "FCRA-18",
    detail: "Section 609 gives a right to the file, not to proof from a bureau.",
    pattern:
      /\b(section |§\s*)?609\b(?!\s*\(e\))|original (signed )?(contract|agreement|application)|wet[- ]ink/i,
    when: ({ recipientKind }) => recipientKind === "bureau" || recipientKind === "reseller",
  },
  {
    code: "letter.deadline_for_furnisher",
    rule: "FCRA-20",
    detail: "A letter prepared by us sets a furnisher no legal deadline.",
    pattern:
      /\b(within|in)\s+(\d+|thirty|forty-five|fifteen)\s+(calendar |business )?days|required by law to (investigate|respond|reply)|must (investigate|respond|reply)|legally (required|obliged)/i,
    when: toFurnisher,
  },
  {
    code: "letter.block_claim",
    rule: "FCRA-16",
    detail: "Only an identity-theft packet may ask for a block.",
    pattern: /605B|identity[- ]theft block|1681c-2/i,
    when: ({ kind }) => kind !== "block_605b",
  },
  {
    code: "letter.ssn",
    rule: "SSN-3",
    detail: "Shows a full Social Security number.",
    // Separators everywhere or nowhere: 30374-0256 is a ZIP code.
    pattern: /(?<![\d-])(\d{3}([- ])\d{2}\2\d{4}|\d{9})(?![\d-])/,
  },
  {
    code: "letter.asks_for_email",
    rule: "MAIL-3",
    detail: "Report data does not travel by e-mail or text message.",
    pattern: /[\w.+-]+@[\w-]+\.[\w.]+|\b(e-?mail|text|sms) (me|us|the (results?|report))/i,
  },
  {
    code: "letter.threat",
    rule: "CROA-9",
    detail: "Threatens with what the customer did not attest.",
    pattern: /\b(will|going to) sue\b|class action|criminal (charges|complaint)/i,
  },
  {
    code: "letter.unprintable",
    rule: null,
    detail: "Has characters that the letter's font or the mail cannot show.",
    pattern: /[^\n\t\u0020-\u024f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20ac\u2122]/u,
  },
];

/** Everything in a letter that may not be sent, in a fixed order; empty when it may. */
export function lintLetter(input: LintInput): readonly LintFinding[] {
  return checks
    .filter(({ when, pattern }) => (when?.(input) ?? true) && pattern.test(input.text))
    .map(({ code, rule, detail }) => ({ code, rule, detail }));
}
