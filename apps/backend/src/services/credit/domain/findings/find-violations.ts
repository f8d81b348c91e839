import { m11, m14 } from "./cross-rules.ts";
import { m04, m05, m10, m13, m24 } from "./date-rules.ts";
import { m15, m16, m20, m21 } from "./file-rules.ts";
import type { AuditedReport, Finding, Rule } from "./finding.ts";
import { m01, m02, m03, m06, m07, m08, m09, m12, m17, m18, m19, m22, m23, m25 } from "./status-rules.ts";

const rules: readonly Rule[] = [
  ...[m01, m02, m03, m04, m05, m06, m07, m08, m09, m10, m11, m12],
  ...[m13, m14, m15, m16, m17, m18, m19, m20, m21, m22, m23, m24, m25],
];

const findingsMax = 5_000;

/** All that the rules find in a report. None is a ground before the customer says that it is so (CROA-9). */
export function findViolations(report: AuditedReport): Finding[] {
  return rules.flatMap((rule) => rule(report)).slice(0, findingsMax);
}
