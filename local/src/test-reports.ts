export interface TestTotals {
  passed: number;
  failed: number;
}

/** Totals of vitest's JSON report. What did not pass (skipped, todo, failed) counts as failed, and so does a file that broke. */
export function readVitestReport(text: string): TestTotals {
  const report = JSON.parse(text) as {
    numTotalTests: number;
    numPassedTests: number;
    testResults: { status: string; assertionResults: unknown[] }[];
  };
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numTotalTests - report.numPassedTests + brokenFiles,
  };
}

/** Totals of Playwright's JSON report; a flaky test is not a passed one. */
export function readPlaywrightReport(text: string): TestTotals {
  const { stats, errors } = JSON.parse(text) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    errors: unknown[];
  };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length };
}
