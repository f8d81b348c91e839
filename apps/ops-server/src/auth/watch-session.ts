import { AppError } from "@horizon/errors";
import type { OpsContext } from "../ops-context.ts";
import type { SignedIn } from "./session-directory.ts";

const checkIntervalMs = 60_000;

/**
 * A stream outlives the request that opened it, so its session is looked up again every minute, which also counts as
 * use of it, and whenever members or sessions change. `lost` aborts, with the error as its reason, once it is over.
 */
export function watchSession(
  { sessions, logger }: Pick<OpsContext, "sessions" | "logger">,
  { sessionId, member }: SignedIn,
): { lost: AbortSignal; stop(): void } {
  const lost = new AbortController();
  async function check(): Promise<void> {
    try {
      if (await sessions.findForRead(sessionId)) return;
      lost.abort(new AppError("UNAUTHENTICATED", "Your session has ended. Sign in again."));
    } catch (error) {
      logger.warn({ err: error }, "a stream's session could not be checked");
      lost.abort(error);
    }
  }
  const timer = setInterval(check, checkIntervalMs);
  timer.unref();
  const stopListening = sessions.onInvalidate((memberId) => {
    if (memberId === undefined || memberId === member.id) void check();
  });
  return {
    lost: lost.signal,
    stop() {
      clearInterval(timer);
      stopListening();
    },
  };
}
