import type { WaitInfo } from "@horizon/contracts";
import { durationText } from "./duration-text.ts";

/** Whether only a person can end this wait. */
export function waitsForPerson(wait: WaitInfo | null): wait is WaitInfo {
  return wait !== null && wait.until === null;
}

const overdueMs = 2 * 60_000;

/** `waits 12 min for operator, on-call or admin`, or `continues by itself in 4 min`. */
export function waitText(wait: WaitInfo, now: number): string {
  if (wait.until === null) {
    const waited = durationText(now - Date.parse(wait.since));
    return `waits ${waited} for ${wait.waitsFor || "a person"}`;
  }
  const left = Date.parse(wait.until) - now;
  if (left > 0) return `continues by itself in ${durationText(left)}`;
  // The controller wakes up at the end of a pause: one that does not go on may not run.
  return left > -overdueMs
    ? "is about to continue by itself"
    : `should have continued ${durationText(-left)} ago: is its controller running?`;
}

/** How much of a timed wait is over, 0–1; null for one without an end. */
export function waitShare(wait: WaitInfo, now: number): number | null {
  if (wait.until === null) return null;
  const since = Date.parse(wait.since);
  const whole = Date.parse(wait.until) - since;
  return whole <= 0 ? 1 : Math.min(1, Math.max(0, (now - since) / whole));
}
