import { addBusinessDays } from "@horizon/calendar";
import { describe, expect, test } from "vitest";
import { computeRoundClock, phaseOn, supplementEffect } from "./round-clock.ts";
import type { RoundClockInput } from "./round-clock-input.ts";

const received = "2026-11-30";
const round: RoundClockInput = {
  kind: "bureau_dispute",
  recipientKind: "bureau",
  annualFree: false,
  mailedOn: "2026-11-24",
  receivedOn: received,
  supplementsReceivedOn: [],
  foundInaccurateOn: null,
  validationNoticeOn: null,
};
const dateOf = (input: RoundClockInput, name: string) =>
  computeRoundClock(input).dates.find((date) => date.name === name);

describe("the period of a bureau", () => {
  test("FCRA-1 30 days that begin with receipt; overdue on the day after", () => {
    expect(computeRoundClock(round)).toMatchObject({
      statutory: true,
      receivedEstimated: false,
      extended: false,
      lastDay: "2026-12-29",
      overdueFrom: "2026-12-30",
    });
    expect(dateOf(round, "last_day")).toMatchObject({ rule: "FCRA-1", calendar: "calendar_days" });
  });

  test("FCRA-1 is not shifted by weekends or holidays", () => {
    // 2026-12-27 is a Sunday.
    expect(computeRoundClock({ ...round, receivedOn: "2026-11-28" }).lastDay).toBe("2026-12-27");
    expect(computeRoundClock({ ...round, receivedOn: "2026-11-26" }).lastDay).toBe("2026-12-25");
  });

  test("FCRA-1 without a scan, receipt is five business days after mailing, and marked as an estimate", () => {
    const clock = computeRoundClock({ ...round, receivedOn: null });
    // Thanksgiving lies between.
    expect(clock).toMatchObject({ receivedOn: "2026-12-02", receivedEstimated: true, lastDay: "2026-12-31" });
    expect(computeRoundClock({ ...round, mailedOn: null, receivedOn: null })).toMatchObject({
      receivedOn: null,
      lastDay: null,
      dates: [],
    });
  });

  test.each([
    ["on day 1", "2026-11-30", true, "2027-01-13"],
    ["on day 29", "2026-12-28", true, "2027-01-13"],
    ["on day 30, the last", "2026-12-29", true, "2027-01-13"],
    ["on day 31", "2026-12-30", false, "2026-12-29"],
    ["before the dispute itself", "2026-11-29", false, "2026-12-29"],
  ])("FCRA-2 a supplement that arrives %s", (_when, on, extended, lastDay) => {
    const clock = computeRoundClock({ ...round, supplementsReceivedOn: [on] });
    expect(clock).toMatchObject({ extended, lastDay });
    expect(supplementEffect(round, on).extends).toBe(extended);
  });

  test("FCRA-2 a second supplement adds nothing", () => {
    const once = { ...round, supplementsReceivedOn: ["2026-12-10"] };
    expect(computeRoundClock({ ...once, supplementsReceivedOn: ["2026-12-10", "2026-12-20"] }).lastDay).toBe(
      computeRoundClock(once).lastDay,
    );
    expect(supplementEffect(once, "2026-12-20")).toEqual({ extends: false, lastDay: "2027-01-13" });
  });

  test("FCRA-2 nothing is extended when the items were found inaccurate in time", () => {
    const supplemented = { ...round, supplementsReceivedOn: ["2026-12-10"] };
    expect(computeRoundClock({ ...supplemented, foundInaccurateOn: "2026-12-20" }).extended).toBe(false);
    expect(computeRoundClock({ ...supplemented, foundInaccurateOn: "2026-12-30" }).extended).toBe(true);
  });

  test("FCRA-3 after a free annual disclosure 45 days after receipt, with or without a supplement", () => {
    const annual = { ...round, annualFree: true };
    expect(computeRoundClock(annual)).toMatchObject({ lastDay: "2027-01-14", overdueFrom: "2027-01-15" });
    expect(computeRoundClock({ ...annual, supplementsReceivedOn: ["2026-12-10"] })).toMatchObject({
      lastDay: "2027-01-14",
      extended: false,
    });
    expect(dateOf(annual, "last_day")?.rule).toBe("FCRA-3");
  });

  test("FCRA-4 and FCRA-10 the furnisher hears within five business days, an expedited deletion takes three", () => {
    expect(dateOf(round, "furnisher_notice_by")).toMatchObject({ date: "2026-12-07", rule: "FCRA-4" });
    expect(dateOf(round, "expedited_until")).toMatchObject({ date: "2026-12-03", rule: "FCRA-10" });
  });

  test("FCRA-8 no answer may be claimed only after the notice's five business days and five in the mail", () => {
    const clock = computeRoundClock(round);
    // 2026-12-29 + 5 business days over New Year's Day.
    expect(clock).toMatchObject({ noticeBy: "2027-01-06", noResponseFrom: "2027-01-11" });
    expect(clock.noticeBy).toBe(addBusinessDays("2026-12-29", 5, "WIDE"));
    expect(
      ["2026-11-29", "2026-12-29", "2026-12-30", "2027-01-10", "2027-01-11"].map((day) =>
        phaseOn(clock, day),
      ),
    ).toEqual(["not_started", "in_period", "awaiting_notice", "awaiting_notice", "no_response_assertable"]);
  });
});

describe("other letters", () => {
  test("FCRA-9 the procedure is described within 15 days", () => {
    const clock = computeRoundClock({ ...round, kind: "method_of_verification" });
    expect(clock).toMatchObject({ lastDay: "2026-12-15", overdueFrom: "2026-12-16" });
    expect(clock.dates.find(({ name }) => name === "last_day")?.rule).toBe("FCRA-9");
  });

  test("FCRA-12 a reseller decides in five business days and corrects its own error in 20", () => {
    const reseller = { ...round, recipientKind: "reseller" } as const;
    expect(dateOf(reseller, "decide_by")).toMatchObject({ date: "2026-12-07", rule: "FCRA-12" });
    expect(computeRoundClock(reseller).lastDay).toBe("2026-12-20");
  });

  test("FCRA-16 a block takes four business days", () => {
    const block = { ...round, kind: "block_605b", receivedOn: "2026-12-23" } as const;
    // Christmas on Friday, a weekend.
    expect(computeRoundClock(block)).toMatchObject({ lastDay: "2026-12-30", extended: false });
    expect(dateOf(block, "last_day")).toMatchObject({ rule: "FCRA-16", calendar: "WIDE" });
  });

  test.each(["furnisher", "collector"] as const)(
    "FCRA-20 a letter of ours sets a %s no deadline; the reminder says that there is none",
    (recipientKind) => {
      const clock = computeRoundClock({ ...round, kind: "direct_dispute", recipientKind });
      expect(clock).toMatchObject({
        statutory: false,
        lastDay: null,
        overdueFrom: null,
        noResponseFrom: null,
        followUpOn: "2027-01-14",
      });
      expect(clock.dates.at(-1)).toMatchObject({
        rule: "FCRA-20",
        basis: expect.stringContaining("no legal deadline"),
      });
      expect(phaseOn(clock, "2027-06-01")).toBe("no_deadline");
    },
  );

  test("a statement of dispute sets no deadline", () => {
    expect(computeRoundClock({ ...round, kind: "statement_of_dispute" }).statutory).toBe(false);
  });

  test("FDCPA-1692g a validation letter has the clock of the collector's notice", () => {
    const validation = {
      ...round,
      kind: "validation",
      recipientKind: "collector",
      validationNoticeOn: "2026-11-20",
    } as const;
    expect(dateOf(validation, "validation_window_ends")).toMatchObject({
      date: "2026-12-20",
      rule: "FDCPA-1692g",
    });
  });
});
