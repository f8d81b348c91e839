import type { ReportedScore } from "../report/credit-report.ts";
import type { FieldReader } from "./field-reader.ts";
import { labelOf, nodeOf, nodesOf, type SourceNode, textOf } from "./source-tree.ts";
import { readBureau, readScoreModel } from "./vocabulary.ts";

/** Scores of the borrower, and of the components beside the merged report: a site uses one place or the other. */
export function readTrueLinkScores(
  components: readonly SourceNode[],
  borrower: SourceNode | null,
  reader: FieldReader,
): ReportedScore[] {
  const beside = components.flatMap((component) => nodesOf(component, "CreditScoreType"));
  const scores: ReportedScore[] = [];
  for (const node of [...nodesOf(borrower, "CreditScore"), ...beside]) {
    const at = `scores[${scores.length}]`;
    const raw = textOf(node, "riskScore");
    const bureau = readBureau(
      textOf(nodeOf(node, "Source", "Bureau"), "symbol", "description") ??
        labelOf(nodeOf(node, "Source"), "Bureau") ??
        textOf(node, "bureau"),
    );
    if (bureau === null) {
      reader.warn("bureau_missing", at);
      continue;
    }
    const value = reader.count(raw);
    scores.push({
      bureau,
      model: readScoreModel(labelOf(node, "CreditScoreModel") ?? textOf(node, "scoreName")),
      value: value === null || value === 0 ? null : value,
      scoredOn: reader.date(
        textOf(node, "scoreDate") ?? textOf(nodeOf(node, "Source"), "InquiryDate"),
        `${at}.scoredOn`,
      ),
      factors: nodesOf(node, "CreditScoreFactor")
        .map((factor) => ({
          code: reader.text(textOf(factor, "bureauCode") ?? labelOf(factor, "Factor"), `${at}.factors`),
          text: reader.text(textOf(factor, "FactorText") ?? labelOf(factor, "Factor"), `${at}.factors`) ?? "",
        }))
        .filter(({ text }) => text !== "")
        .slice(0, 10),
      noScoreReason: reader.text(labelOf(node, "NoScoreReason"), `${at}.noScoreReason`),
    });
  }
  return scores;
}
