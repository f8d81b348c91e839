import type { Intent } from "@horizon/db";
import { AppError } from "@horizon/errors";

/** The same click again gets what it got the first time. @throws AppError STALE or PRECONDITION_FAILED when that was a refusal. */
export function replayIntent(intent: Intent): Intent {
  if (intent.state !== "refused") return intent;
  const isStale = Array.isArray(intent.guards) && intent.guards.length === 0;
  throw new AppError(isStale ? "STALE" : "PRECONDITION_FAILED", intent.message, {
    details: { intentId: intent.id },
  });
}
