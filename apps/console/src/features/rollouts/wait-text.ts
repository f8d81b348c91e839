import type { WaitInfo } from "@horizon/contracts";
import { durationText } from "./duration-text.ts";

/** Whether only a person can end this wait. */
export function waitsForPerson(wait: WaitInfo | null): wait is WaitInfo {
  return wait !== null && wait.until === null;
}

/** `waits 12 min for operator, on-call or admin`, or `continues by itself in 4 min`. */
export function waitText(wait: WaitInfo, now: number): string {
  if (wait.until === null) {
    const waited = durationText(now - Date.parse(wait.since));
    return `waits ${waited} for ${wait.waitsFor || "a person"}`;
  }
  const left = Date.parse(wait.until) - now;
  return left > 0 ? `continues by itself in ${durationText(left)}` : "is about to continue by itself";
}

/** How much of a timed wait is over, 0–1; null for one without an end. */
export function waitShare(wait: WaitInfo, now: number): number | null {
  if (wait.until === null) return null;
  const since = Date.parse(wait.since);
  const whole = Date.parse(wait.until) - since;
  return whole <= 0 ? 1 : Math.min(1, Math.max(0, (now - since) / whole));
}
