import { AppError } from "@horizon/errors";
import { findKubernetesDetails } from "../client/kubernetes-error.ts";

/** Why a list was made; counted. */
export type RelistCause = "start" | "expired" | "probe";

interface RetryDecision {
  /** What the reflector reports while it waits. */
  state: "backoff" | "unavailable" | "unauthorized";
  delayMs: number;
  /** Set where the position in the stream is lost and a list must come first. */
  relist?: RelistCause;
  /** For people. */
  reason: string;
}

export interface RetrySettings {
  baseDelayMs: number;
  maxDelayMs: number;
  /** Of what could never be read. */
  reprobeMs: number;
  /** Of what could be read, and no longer can. */
  lostReprobeMs: number;
}

/** The watch was cut because nothing came for too long, or because it was proven to be deaf. */
export class WatchStalledError extends Error {
  override readonly name = "WatchStalledError";
}

/** Full jitter between half a second (or less) and a bound that doubles with each attempt. */
export function backoffMs(
  attempt: number,
  random: number,
  { baseDelayMs, maxDelayMs }: RetrySettings,
): number {
  const bound = Math.min(maxDelayMs, baseDelayMs * 2 ** Math.min(attempt, 20));
  return Math.round(baseDelayMs / 2 + random * (bound - baseDelayMs / 2));
}

const unavailableStatuses: readonly unknown[] = [403, 404, 405];

/** Whether the server says that there is nothing to read here, or not for us. */
export const isUnavailable = (error: unknown): boolean =>
  unavailableStatuses.includes(findKubernetesDetails(error)?.status);

/**
 * What a reflector does after a failure. 401 has been retried with fresh credentials by the client already.
 *
 * @param attempt failures in a row before this one.
 * @param random a number in [0, 1).
 * @param wasRead whether it could ever be read: what is gone may come back soon, such as a right that was taken by mistake.
 */
export function decideRetry(
  error: unknown,
  attempt: number,
  random: number,
  settings: RetrySettings,
  wasRead: boolean,
): RetryDecision {
  const details = findKubernetesDetails(error);
  const reason = error instanceof AppError ? error.message : "The connection was lost.";
  const delayMs = backoffMs(attempt, random, settings);
  if (error instanceof WatchStalledError) return { state: "backoff", delayMs: 0, reason: error.message };
  // A version that the server has not reached yet: it came back with less than it had, so the position is void.
  if (details?.reason === "ResourceVersionTooLarge")
    return { state: "backoff", delayMs, relist: "expired", reason };
  if (isUnavailable(error)) {
    const { reprobeMs, lostReprobeMs } = settings;
    const probeMs = wasRead ? Math.min(reprobeMs, lostReprobeMs) : reprobeMs;
    return { state: "unavailable", delayMs: probeMs, relist: "probe", reason };
  }
  switch (details?.status) {
    case 410:
      // Jitter on repetition only: the first relist after an expiry should be quick.
      return { state: "backoff", delayMs: attempt === 0 ? 0 : delayMs, relist: "expired", reason };
    case 401:
      return { state: "unauthorized", delayMs, reason };
    case 429:
      return { state: "backoff", delayMs: Math.max(details.retryAfterMs ?? 0, delayMs), reason };
    default:
      return { state: "backoff", delayMs, reason };
  }
}
