import { canonicalJson, contentHash } from "../../controllers/content-hash.ts";
import { POD_TEMPLATE_HASH_LABEL } from "./replica-set-object.ts";
import type { CanaryStep, PodTemplate } from "./rollout-object.ts";

/** Hash label of a pod template; the same for templates that differ only in key order. */
export function podTemplateHash(template: PodTemplate, collisionCount?: number): string {
  return contentHash(canonicalJson(template) + (collisionCount ?? ""));
}

/** `status.currentStepHash`: a change restarts the update. */
export function stepHash(steps: CanaryStep[]): string {
  return contentHash(canonicalJson(steps));
}

/** Whether two templates are the same but for the hash label. */
export function isSameTemplate(left: PodTemplate, right: PodTemplate): boolean {
  return canonicalJson(withoutHashLabel(left)) === canonicalJson(withoutHashLabel(right));
}

function withoutHashLabel(template: PodTemplate): PodTemplate {
  const { [POD_TEMPLATE_HASH_LABEL]: _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}
