import type { HealthState } from "@horizon/contracts";

/** The reason as it stands beside the state's own word: `Paused`, `at a canary step` and not `paused at a canary step`. */
export function statusReason(state: HealthState, reason: string): string {
  const word = state.toLowerCase();
  return reason.toLowerCase().startsWith(`${word} `) ? reason.slice(word.length + 1) : reason;
}
