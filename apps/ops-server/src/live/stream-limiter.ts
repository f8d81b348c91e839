import { AppError } from "@horizon/errors";

export interface StreamLimits {
  readonly perMember: number;
  readonly perProcess: number;
}

export interface StreamLimiter {
  /** Takes a place; call the result to give it back. Throws RATE_LIMITED or UNAVAILABLE when there is none. */
  open(memberId: string): () => void;
  readonly count: number;
}

/** Bounds how many streams are open, so that no member and no crowd can exhaust the process. */
export function createStreamLimiter(limits: StreamLimits): StreamLimiter {
  const open = new Map<string, number>();
  let count = 0;
  return {
    open(memberId) {
      const mine = open.get(memberId) ?? 0;
      if (mine >= limits.perMember) {
        throw new AppError("RATE_LIMITED", "Too many live views are open. Close a tab and try again.");
      }
      // Retryable for the browser: another replica may have room.
      if (count >= limits.perProcess)
        throw new AppError("UNAVAILABLE", "This server has no room for streams.");
      open.set(memberId, mine + 1);
      count += 1;
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        count -= 1;
        const left = (open.get(memberId) ?? 1) - 1;
        if (left === 0) open.delete(memberId);
        else open.set(memberId, left);
      };
    },
    get count() {
      return count;
    },
  };
}
