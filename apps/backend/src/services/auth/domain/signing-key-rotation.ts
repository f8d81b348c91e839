import { accessTokenLifetimeMs } from "./session-policy.ts";

export type SigningKeyState = "next" | "current" | "retired";

export interface SigningKeyAge {
  readonly kid: string;
  readonly state: SigningKeyState;
  /** It is in the JWKS since then. */
  readonly createdAt: Date;
  readonly activatedAt: Date | null;
  readonly retiredAt: Date | null;
}

export type KeyRotationStep =
  | { readonly do: "create"; readonly as: "next" | "current" }
  | { readonly do: "activate"; readonly kid: string; readonly retire: string | null }
  | { readonly do: "remove"; readonly kid: string };

const hour = 3_600_000;

export const keyRotationPolicy = {
  /** A key signs for so long. */
  useMs: 30 * 24 * hour,
  /** Verifiers see a key so long before it signs; they cache for minutes. */
  publishAheadMs: 24 * hour,
  /** The next key is made so long before it is due: a day late still leaves it published ahead. */
  prepareAheadMs: 3 * 24 * hour,
  /** A retired key is published until the last token signed with it has ended, clocks differ, and signers have let go. */
  keepRetiredMs: accessTokenLifetimeMs + 30_000 + 60 * 60_000,
} as const;

/**
 * What is to be done with the signing keys at `now`, in this order. Done steps change the plan: ask again until it is
 * empty. The very first key signs at once, as nobody has an older set in a cache.
 */
export function planKeyRotation(keys: readonly SigningKeyAge[], now: Date): KeyRotationStep[] {
  const { useMs, publishAheadMs, prepareAheadMs, keepRetiredMs } = keyRotationPolicy;
  const ageMs = (since: Date | null) => (since === null ? 0 : now.getTime() - since.getTime());
  const current = keys.find(({ state }) => state === "current");
  const next = keys.find(({ state }) => state === "next");
  const steps: KeyRotationStep[] = [];

  if (current === undefined && next === undefined) steps.push({ do: "create", as: "current" });
  const isDue = current === undefined || ageMs(current.activatedAt) >= useMs;
  if (next !== undefined && isDue && (current === undefined || ageMs(next.createdAt) >= publishAheadMs)) {
    steps.push({ do: "activate", kid: next.kid, retire: current?.kid ?? null });
  }
  const isNear = current !== undefined && ageMs(current.activatedAt) >= useMs - prepareAheadMs;
  if (next === undefined && isNear) steps.push({ do: "create", as: "next" });
  for (const { kid, state, retiredAt } of keys) {
    if (state === "retired" && ageMs(retiredAt) > keepRetiredMs) steps.push({ do: "remove", kid });
  }
  return steps;
}
