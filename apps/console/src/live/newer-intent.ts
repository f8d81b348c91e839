import type { IntentRow } from "@horizon/contracts";

/** Of two sights of one intent the later: an answer may be overtaken by what the stream said since it was asked for. */
export function newerIntent(known: unknown, next: unknown): unknown {
  if (!known || !next) return next;
  return (known as IntentRow).updatedAt > (next as IntentRow).updatedAt ? known : next;
}
