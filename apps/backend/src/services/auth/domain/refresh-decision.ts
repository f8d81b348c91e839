/** A refresh token as it was found by its hash, with its session. */
export interface FoundRefreshToken {
  readonly expiresAt: Date;
  /** Null while it is the newest of its session. */
  readonly rotatedAt: Date | null;
  /** Whether the token that replaced it was used itself. */
  readonly isSuccessorUsed: boolean;
  readonly session: { readonly expiresAt: Date; readonly revokedAt: Date | null };
  readonly isUserDisabled: boolean;
}

export type RefreshDecision =
  /** A new token takes its place. */
  | "rotate"
  /** A reply was lost, or two tabs came at once: the same successor again. */
  | "repeat"
  /** It was replaced and someone else goes on with it: the whole session ends. */
  | "reused"
  | "expired"
  | "unknown";

/** A lost reply can be asked for again for so long. */
const refreshGraceMs = 10_000;

/** What to do with a refresh token that was shown at `now`. */
export function decideRefresh(found: FoundRefreshToken | null, now: Date): RefreshDecision {
  if (found === null) return "unknown";
  const { session, rotatedAt, expiresAt } = found;
  if (session.revokedAt !== null || found.isUserDisabled) return "unknown";
  if (session.expiresAt <= now) return "expired";
  if (rotatedAt === null) return expiresAt <= now ? "expired" : "rotate";
  const isInGrace = now.getTime() - rotatedAt.getTime() <= refreshGraceMs;
  return isInGrace && !found.isSuccessorUsed ? "repeat" : "reused";
}
