import { expect, test } from "vitest";
import { computePrivacyClocks, extendPrivacyClock } from "./privacy-clocks.ts";

test("PRIV-2 confirmed in 10 business days and answered in 45 days, on the NARROW calendar", () => {
  // 4 July 2026 is a Saturday: NARROW leaves out that day and Sundays, not the Friday on which it is observed.
  expect(computePrivacyClocks("access", "2026-07-01")).toEqual({
    confirmBy: "2026-07-14",
    answerBy: "2026-08-15",
  });
  expect(computePrivacyClocks("delete", "2026-11-23").confirmBy).toBe("2026-12-05");
});

test("PRIV-2 an opt-out is done in 15 business days", () => {
  expect(computePrivacyClocks("opt_out", "2026-11-23")).toEqual({ confirmBy: null, answerBy: "2026-12-11" });
});

test("PRIV-2 the answer can be put off once, in time, by 45 days", () => {
  const clock = { receivedOn: "2026-07-01", answerBy: "2026-08-15" };
  expect(extendPrivacyClock("access", clock, "2026-08-15")).toBe("2026-09-29");
  expect(extendPrivacyClock("access", clock, "2026-08-16")).toBeNull();
  expect(extendPrivacyClock("access", { ...clock, answerBy: "2026-09-29" }, "2026-09-01")).toBeNull();
  expect(extendPrivacyClock("opt_out", clock, "2026-07-02")).toBeNull();
});
