import { describe, expect, test } from "vitest";
import { type LintInput, lintLetter } from "./letter-lint.ts";

const clean =
  "I dispute the account ending in 4321, date opened 2019-06-15, with Equifax, Atlanta, GA 30374-0256. Please investigate.";
const letter = (text: string, overrides: Partial<LintInput> = {}): LintInput => ({
  kind: "bureau_dispute",
  recipientKind: "bureau",
  text: `${clean} ${text}`,
  ...overrides,
});
const furnisher = { kind: "direct_dispute", recipientKind: "furnisher" } as const;

describe("what may not be sent", () => {
  test.each([
    ["CROA-11", "We guarantee a better score."],
    ["CROA-11", "Remove all negative items."],
    ["CROA-11", "Please open a new credit file."],
    ["CROA-11", "My score should rise 80 points."],
    ["CROA-10", "My CPN is on file."],
    ["CROA-10", "Use my EIN instead."],
    ["FCRA-18", "Under section 609 you must prove this."],
    ["FCRA-18", "Send me the original signed contract."],
    ["FCRA-16", "Block this under 605B."],
    ["SSN-3", "My number is 219-45-1234."],
    ["SSN-3", "My number is 219451234."],
    ["MAIL-3", "Send it to ada@example.com."],
    ["MAIL-3", "Please email me the results."],
    ["CROA-9", "I will sue you."],
    [null, "我的账户"],
    [null, "a\u0000b"],
  ])("%s: %s", (rule, text) => {
    expect(lintLetter(letter(text)).map((finding) => finding.rule)).toContain(rule);
  });

  test.each(["Reply within 30 days.", "You are required by law to investigate.", "You must respond."])(
    "FCRA-20 a furnisher is told no deadline: %s",
    (text) => {
      expect(lintLetter(letter(text, furnisher))).toEqual([
        expect.objectContaining({ code: "letter.deadline_for_furnisher", rule: "FCRA-20" }),
      ]);
      expect(lintLetter(letter(text))).toEqual([]);
    },
  );
});

describe("what may", () => {
  test("an ordinary letter", () => {
    expect(lintLetter(letter(""))).toEqual([]);
  });

  test("FCRA-18 victims may ask a business for records under 609(e), and a furnisher for a contract", () => {
    expect(lintLetter(letter("Under section 609(e) I ask for the records."))).toEqual([]);
    expect(lintLetter(letter("Send me the original contract.", furnisher))).toEqual([]);
  });

  test("FCRA-16 a packet may ask for the block", () => {
    expect(lintLetter(letter("Please block this (15 U.S.C. 1681c-2).", { kind: "block_605b" }))).toEqual([]);
  });

  test("names with accents", () => {
    expect(lintLetter(letter("Łukasz Muñoz-O’Neill, Đặng, “quoted” – 5 €"))).toEqual([]);
  });

  test("SSN-3 the last four digits, ZIP codes and tracking numbers", () => {
    expect(lintLetter(letter("SSN ending 6789, ZIP 96813-1234, 9407100000000000000001."))).toEqual([]);
  });
});

test("every finding is named, not only the first", () => {
  expect(lintLetter(letter("We guarantee it. SSN 219-45-1234.")).map(({ code }) => code)).toEqual([
    "letter.promises",
    "letter.ssn",
  ]);
});
