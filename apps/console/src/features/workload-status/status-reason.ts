import type { HealthState } from "@horizon/contracts";

/** What the controller of rollouts says of one that moves, in the words that a line has room for; all of it is the tip. */
const short: Readonly<Record<string, string>> = {
  "more replicas need to be updated": "updating pods",
  "updated replicas are still becoming available": "waiting for pods",
  "old replicas are pending termination": "ending old pods",
};

/** The reason as it stands beside the state's own word: `Paused`, `at a canary step` and not `paused at a canary step`. */
export function statusReason(state: HealthState, reason: string): string {
  const word = state.toLowerCase();
  if (reason.toLowerCase().startsWith(`${word} `)) return reason.slice(word.length + 1);
  return short[reason] ?? reason;
}
