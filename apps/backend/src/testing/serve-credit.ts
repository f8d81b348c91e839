import { afterAll } from "vitest";
import { startTestCredit, type TestCredit } from "./start-test-credit.ts";

/** The credit service for all tests of a file; await it at the top of the file. It ends with them. */
export async function serveCredit(): Promise<TestCredit> {
  const credit = await startTestCredit();
  afterAll(() => credit.close());
  return credit;
}
