import { type LetterKind, recipientsOfKind } from "../domain/letter-kinds.ts";
import { type LintFinding, lintLetter } from "../domain/letter-lint.ts";
import { sampleMerge } from "./letter-merge.ts";
import { mergeTemplate } from "./merge-template.ts";

/** What a template makes of a sample, and everything that is wrong with it, for each recipient that it may have. */
export function tryTemplate({ kind, body: text }: { readonly kind: string; readonly body: string }) {
  const merged = mergeTemplate(text, sampleMerge);
  if (!merged.ok) return { text: null, reason: merged.reason, findings: [] };
  const letterKind = kind as LetterKind;
  const findings = new Map<string, LintFinding>();
  for (const recipientKind of recipientsOfKind[letterKind]) {
    for (const finding of lintLetter({ kind: letterKind, recipientKind, text: merged.text })) {
      findings.set(finding.code, finding);
    }
  }
  return { text: merged.text, reason: null, findings: [...findings.values()] };
}
