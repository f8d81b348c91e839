import { dateInZone } from "@horizon/calendar";
import { type ContractStatus, contractStatuses } from "@horizon/contracts/backend";
import { describe, expect, test } from "vitest";
import { decideCancellation, effectiveNoticeDate } from "./cancellation.ts";
import { computeContractDates } from "./contract-dates.ts";

describe("CROA-5 what a notice does", () => {
  const cancelDeadline = "2026-11-27";
  test.each<[ContractStatus, string, string | null]>([
    ["draft", "2026-11-24", "withdrawn"],
    ["offered", "2026-11-24", "withdrawn"],
    ["signed", "2026-11-27", "cancelled_in_window"],
    ["signed", "2026-11-28", "terminated"],
    ["in_force", "2026-11-27", "cancelled_in_window"],
    ["in_force", "2026-11-28", "terminated"],
  ])("to a contract that is %s, dated %s: %s", (status, noticeOn, effect) => {
    expect(decideCancellation({ status, cancelDeadline }, noticeOn)).toBe(effect);
  });

  test.each(
    contractStatuses.filter((status) => !["draft", "offered", "signed", "in_force"].includes(status)),
  )("to a contract that is %s: nothing", (status) => {
    expect(decideCancellation({ status, cancelDeadline }, "2026-11-24")).toBeNull();
  });

  test("CROA-7 before the copies were handed over the window is open, however late", () => {
    expect(decideCancellation({ status: "signed", cancelDeadline: null }, "2027-05-01")).toBe(
      "cancelled_in_window",
    );
  });

  test.each(["Pacific/Honolulu", "America/New_York"])(
    "in %s a notice one second before midnight is in the window, one at midnight is not",
    (zone) => {
      const dates = computeContractDates("2026-11-23", "2026-11-23", 3, zone);
      const at = (offsetMs: number) =>
        dateInZone(new Date(dates.cancelDeadlineAt.getTime() + offsetMs), zone);
      expect(decideCancellation({ status: "signed", ...dates }, at(-1_000))).toBe("cancelled_in_window");
      expect(decideCancellation({ status: "signed", ...dates }, at(0))).toBe("terminated");
    },
  );
});

test.each([
  [null, "2026-12-02", "2026-12-02"],
  ["2026-11-27", "2026-12-02", "2026-11-27"],
  ["2026-12-03", "2026-12-02", "2026-12-02"],
])("CROA-5 sent on %s, received on %s: dated %s", (sentOn, receivedOn, expected) => {
  expect(effectiveNoticeDate({ sentOn, receivedOn })).toBe(expected);
});
