import { type Finding, formatFindings } from "./finding.ts";

/** Says of one rendered whole how many objects it has and what is wrong with it. */
export type Report = (name: string, objectCount: number, findings: readonly Finding[]) => void;

/** Runs a check from the command line: exit code 1 with findings, or where it cannot be made. */
export async function reportFindings(check: (report: Report) => Promise<void>): Promise<void> {
  try {
    await check((name, objectCount, findings) => {
      console.log(`${name}: ${objectCount} objects, ${findings.length} findings`);
      if (findings.length === 0) return;
      console.error(formatFindings(findings));
      process.exitCode = 1;
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
