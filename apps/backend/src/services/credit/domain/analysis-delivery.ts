import { bureaus, type ReportState } from "@horizon/contracts/backend";

/**
 * Whether showing a report's findings delivers the analysis that a contract sells: read by a machine or a person without doubt left,
 * and of all three bureaus.
 */
export function isWholeAnalysis(report: {
  readonly state: ReportState;
  readonly bureaus: readonly string[];
}): boolean {
  return report.state === "parsed" && bureaus.every((bureau) => report.bureaus.includes(bureau));
}
