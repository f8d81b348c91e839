import { describe, expect, test } from "vitest";
import { confirmationDueOn, lastExpeditedNotice } from "./expedited-deletion.ts";
import { computeRoundClock } from "./round-clock.ts";
import type { RoundClockInput } from "./round-clock-input.ts";

const dispute: RoundClockInput = {
  kind: "bureau_dispute",
  recipientKind: "bureau",
  annualFree: false,
  mailedOn: "2026-11-23",
  receivedOn: "2026-11-30",
  supplementsReceivedOn: [],
  foundInaccurateOn: null,
  validationNoticeOn: null,
};

describe("FCRA-10 expedited deletion", () => {
  test.each([
    // Received on a Monday: deleted until Thursday 12-03, confirmed until Thursday 12-10, and five days in the mail.
    ["told by phone", {}, "phone", "2026-12-10"],
    ["told in writing", {}, "written", "2026-12-15"],
    ["not received yet, presumed", { receivedOn: null }, "phone", "2026-12-11"],
    ["a furnisher has no such way", { kind: "direct_dispute", recipientKind: "furnisher" }, "phone", null],
    ["nor has a reseller", { recipientKind: "reseller" }, "phone", null],
    ["nor an answer to a question of method", { kind: "method_of_verification" }, "phone", null],
  ] as const)("%s", (_name, changed, source, last) => {
    expect(lastExpeditedNotice(computeRoundClock({ ...dispute, ...changed }), source)).toBe(last);
  });

  test.each([
    ["2026-12-03", "2026-12-10"],
    ["2026-12-23", "2026-12-31"],
  ])("told on %s it is confirmed until %s", (toldOn, due) => {
    expect(confirmationDueOn(toldOn)).toBe(due);
  });
});
