import { expect, test } from "vitest";
import { readPlaywrightReport, readVitestReport } from "./test-reports.ts";

test("a skipped test and a file that broke before its tests count as failed", () => {
  const report = {
    numTotalTests: 5,
    numPassedTests: 4,
    testResults: [
      { status: "passed", assertionResults: [{}] },
      { status: "failed", assertionResults: [] },
    ],
  };
  expect(readVitestReport(JSON.stringify(report))).toEqual({ passed: 4, failed: 2 });
});

test("flaky and skipped browser tests count as failed, and so does an error outside the tests", () => {
  const report = { stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 1 }, errors: [{}] };
  expect(readPlaywrightReport(JSON.stringify(report))).toEqual({ passed: 7, failed: 4 });
});
