import { describe, expect, test } from "vitest";
import { assessIncident, countRemindersDue, type IncidentFacts } from "./incidents.ts";

const facts: IncidentFacts = {
  discoveredOn: "2027-01-15",
  affectedCustomers: 500,
  wasEncrypted: false,
  keyWasAccessed: false,
  reportedOn: null,
};

describe("GLB-8 the report to the Federal Trade Commission", () => {
  test.each([
    ["500 customers in clear", {}, "due", "2027-02-14"],
    ["499 customers", { affectedCustomers: 499 }, "not_required", null],
    ["encrypted, the key safe", { wasEncrypted: true }, "not_required", null],
    ["encrypted, the key accessed", { wasEncrypted: true, keyWasAccessed: true }, "due", "2027-02-14"],
    ["nobody knows whether it was encrypted", { wasEncrypted: null }, "due", "2027-02-14"],
    [
      "encrypted, nobody knows about the key",
      { wasEncrypted: true, keyWasAccessed: null },
      "due",
      "2027-02-14",
    ],
    ["told already", { reportedOn: "2027-02-01" }, "made", "2027-02-14"],
    ["told although it need not be", { affectedCustomers: 3, reportedOn: "2027-02-01" }, "made", null],
  ] as const)("%s", (_name, changed, report, ftcDueOn) => {
    expect(assessIncident({ ...facts, ...changed }, "2027-01-20")).toMatchObject({ report, ftcDueOn });
  });

  test.each([
    ["2027-02-14", "due"],
    ["2027-02-15", "overdue"],
  ])("on %s it is %s", (today, report) => {
    expect(assessIncident(facts, today).report).toBe(report);
  });

  test.each([
    ["2027-01-23", 0],
    ["2027-01-24", 1],
    ["2027-02-13", 5],
    ["2027-02-14", 6],
    ["2027-02-16", 8],
  ])("by %s %i reminders are due", (today, count) => {
    expect(countRemindersDue("2027-02-14", today)).toBe(count);
  });
});
