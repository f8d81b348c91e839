import { bureaus, findingStates, reportElementKinds } from "@horizon/contracts/backend";
import type { CreditFinding } from "@horizon/db/credit";
import { z } from "zod";
import { idOut, publicIdOf } from "../../../platform/ids.ts";
import { severities, suggestedGrounds } from "../domain/findings/finding.ts";
import { prefixes } from "../ids.ts";

const bureau = z.enum(bureaus);
const text = z.string().nullable();

const evidenceView = z.strictObject({
  field: z.string(),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  bureau: bureau.optional(),
});
export const findingView = z.strictObject({
  id: idOut(prefixes.finding),
  report_id: idOut(prefixes.report),
  element_id: idOut(prefixes.element),
  element_kind: z.enum(reportElementKinds),
  bureau: bureau.nullable(),
  rule: z.string(),
  law: text,
  variant: z.string(),
  severity: z.enum(severities),
  suggested_ground: z.enum(suggestedGrounds).nullable(),
  state: z.enum(findingStates),
  confidence: z.number(),
  evidence: z.array(evidenceView),
  version: z.int(),
});
export function toFindingView(finding: CreditFinding): z.input<typeof findingView> {
  const { severity, suggested_ground } = findingView.shape;
  return {
    id: publicIdOf(prefixes.finding, finding.id),
    report_id: publicIdOf(prefixes.report, finding.reportId),
    element_id: publicIdOf(prefixes.element, finding.elementId),
    element_kind: finding.elementKind,
    bureau: finding.bureau,
    rule: finding.rule,
    law: finding.law,
    variant: finding.variant,
    severity: severity.parse(finding.severity),
    suggested_ground: suggested_ground.parse(finding.ground),
    state: finding.state,
    confidence: finding.confidence,
    evidence: z.array(evidenceView).parse(finding.evidence),
    version: finding.version,
  };
}
