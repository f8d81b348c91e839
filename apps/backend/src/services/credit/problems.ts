import { defineProblems } from "../../platform/problems.ts";

export const creditProblems = defineProblems({
  "consent.missing": {
    status: 409,
    title: "The customer has not consented to report access",
    rule: "FCRA-22",
  },
  "report.unparseable": { status: 422, title: "The file is not a report that we can read" },
  "report.not_read": { status: 409, title: "The report has not been read yet" },
  "report.review_incomplete": { status: 422, title: "Not all doubts were looked at" },
  "report.retained": { status: 409, title: "The report is kept under a legal duty", rule: "CROA-2" },
  "reports.not_comparable": { status: 422, title: "The reports are of two customers" },
  "finding.no_ground": { status: 409, title: "There is nothing to confirm", rule: "CROA-9" },
  "finding.customer_decides": {
    status: 403,
    title: "The customer alone confirms or denies facts",
    rule: "CROA-9",
  },
  "finding.reason_required": { status: 422, title: "Say why" },
  "overlay.empty": { status: 422, title: "The overlay says nothing" },
  "overlay.evidence_required": {
    status: 422,
    title: "A date of first delinquency needs evidence",
    rule: "CROA-9",
  },
  "overlay.group_unknown": { status: 422, title: "The report has no such group" },
});
