import { POD_TEMPLATE_HASH_LABEL } from "./replica-set-object.ts";
import type { CanaryStep, PodTemplate } from "./rollout-object.ts";

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** Kubernetes' alphabet for generated names: no vowels, so that no words appear. */
const SAFE_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

/** FNV-1a, 32 bits, over UTF-8. */
export function fnv1a32(text: string): number {
  let hash = FNV_OFFSET;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, FNV_PRIME) >>> 0;
  return hash;
}

/** Hash label of a pod template; the same for templates that differ only in key order. */
export function podTemplateHash(template: PodTemplate, collisionCount?: number): string {
  return safeEncode(fnv1a32(canonicalJson(template) + (collisionCount ?? "")));
}

/** `status.currentStepHash`: a change restarts the update. */
export function stepHash(steps: CanaryStep[]): string {
  return safeEncode(fnv1a32(canonicalJson(steps)));
}

/** Whether two templates are the same but for the hash label. */
export function isSameTemplate(left: PodTemplate, right: PodTemplate): boolean {
  return canonicalJson(withoutHashLabel(left)) === canonicalJson(withoutHashLabel(right));
}

/** JSON with sorted keys; empty values are dropped, as Go's `omitempty` drops them. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, field]) => field !== undefined && field !== null);
  entries.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(",")}}`;
}

function withoutHashLabel(template: PodTemplate): PodTemplate {
  const { [POD_TEMPLATE_HASH_LABEL]: _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

function safeEncode(hash: number): string {
  return [...String(hash)]
    .map((character) => SAFE_ALPHABET[character.charCodeAt(0) % SAFE_ALPHABET.length])
    .join("");
}
