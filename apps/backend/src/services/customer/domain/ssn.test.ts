import { describe, expect, test } from "vitest";
import { maskSsn, parseSsn } from "./ssn.ts";

describe("SSN-1 CROA-10 what is taken as a Social Security number", () => {
  test.each([
    ["536-22-8145", "536228145"],
    ["536228145", "536228145"],
    [" 001-01-0001 ", "001010001"],
    ["899-99-9998", "899999998"],
  ])("%s is", (text, digits) => {
    expect(parseSsn(text)).toEqual({ ok: true, digits });
  });

  test.each([
    ["000-12-3456", "ssn.invalid"],
    ["666-12-3456", "ssn.invalid"],
    ["536-00-8145", "ssn.invalid"],
    ["536-22-0000", "ssn.invalid"],
    ["078-05-1120", "ssn.invalid"],
    ["219-09-9999", "ssn.invalid"],
    ["900-70-1234", "croa.not_an_ssn"],
    ["999-88-1234", "croa.not_an_ssn"],
    ["912501234", "croa.not_an_ssn"],
    ["12-3456789", "croa.employer_number"],
    ["536-228145", "ssn.malformed"],
    ["53622-8145", "ssn.malformed"],
    ["536-22-814", "ssn.malformed"],
    ["536-22-81456", "ssn.malformed"],
    ["５３６228145", "ssn.malformed"],
    ["", "ssn.malformed"],
    ["536-22-8145; DROP", "ssn.malformed"],
  ])("%s is not: %s", (text, refusal) => {
    expect(parseSsn(text)).toEqual({ ok: false, refusal });
  });

  test("for every area, group and serial at and around its limits", () => {
    const pad = (n: number, length: number) => String(n).padStart(length, "0");
    for (let area = 0; area <= 999; area += 1) {
      for (const group of [0, 1, 99]) {
        for (const serial of [0, 1, 9998]) {
          const digits = pad(area, 3) + pad(group, 2) + pad(serial, 4);
          const issued = area > 0 && area < 900 && area !== 666 && group > 0 && serial > 0;
          expect(parseSsn(digits).ok, digits).toBe(issued);
        }
      }
    }
  });
});

test("SSN-2 only the last four digits are shown", () => {
  expect(maskSsn("8145")).toBe("***-**-8145");
});
