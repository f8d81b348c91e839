import { expect, test } from "vitest";
import { createRecoveryCodes, hashRecoveryCode } from "./recovery-codes.ts";

test("ASVS 6.5.3: ten codes of 120 random bits", () => {
  const codes = createRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
});

test.each([
  ["as it was shown", (code: string) => code],
  ["without dashes", (code: string) => code.replaceAll("-", "")],
  ["in lower case and with spaces", (code: string) => ` ${code.toLowerCase().replaceAll("-", " ")}`],
  [
    "with the letters that look like digits",
    (code: string) => code.replaceAll("0", "O").replaceAll("1", "l"),
  ],
])("a code is known %s", (_name, typed) => {
  for (const code of createRecoveryCodes())
    expect(hashRecoveryCode(typed(code))).toBe(hashRecoveryCode(code));
});

test.each(["", "123456", "ABCD-EFGH-JKMN-PQRS-TVWX-YZ0U", "A".repeat(25)])("%j cannot be a code", (typed) => {
  expect(hashRecoveryCode(typed)).toBeNull();
});
