import type { LiveMessage, SubscribeInput } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import { type TrackedEnvelope, tracked } from "@trpc/server";
import type { OpsContext } from "../ops-context.ts";
import { toTrpcError } from "../trpc/to-trpc-error.ts";
import { formatPosition, parsePosition } from "./stream-position.ts";
import type { Delivery } from "./subscriber.ts";

const sessionCheckIntervalMs = 60_000;

interface Reader {
  readonly id: string;
  readonly email: string;
}

/**
 * One browser tab's stream. A stream outlives the session that opened it, so the member is looked up again every
 * minute and whenever members change. It never returns while the reader is welcome: a generator that returns
 * ends the subscription for good, one that throws UNAVAILABLE makes the browser come back.
 */
export async function* subscribe(
  ops: OpsContext,
  reader: Reader,
  input: SubscribeInput,
  signal: AbortSignal,
): AsyncGenerator<TrackedEnvelope<LiveMessage>, void> {
  const release = openPlace(ops, reader);
  const from = input.lastEventId ? parsePosition(input.lastEventId) : null;
  const subscription = ops.hub.subscribe({ topics: input.topics, hidden: input.hidden, from });
  const session = watchSession(ops, reader);
  const ended = AbortSignal.any([signal, ops.shutdown, session.lost]);
  try {
    let id = formatPosition(from === null || from === "unknown" ? ops.hub.position() : from);
    for (let next: Delivery | null = subscription.first; next; next = await subscription.next(ended)) {
      // Only the last message of a delivery moves the place: a reader cut off in between gets all of it again.
      const reached = formatPosition(next.position);
      for (const [index, message] of next.messages.entries()) {
        if (index === next.messages.length - 1) id = reached;
        yield tracked(id, message);
      }
      if (ended.aborted) break;
    }
    if (ops.shutdown.aborted) throw toTrpcError(new AppError("UNAVAILABLE", "This server is shutting down."));
    if (session.lost.aborted) throw toTrpcError(session.lost.reason);
  } finally {
    subscription.close();
    session.stop();
    release();
  }
}

function openPlace(ops: OpsContext, reader: Reader): () => void {
  try {
    return ops.streams.open(reader.id);
  } catch (error) {
    throw toTrpcError(error);
  }
}

/** `lost` aborts, with the error as its reason, once the reader is no longer an active member. */
function watchSession({ members, logger }: OpsContext, { email }: Reader) {
  const lost = new AbortController();
  async function check(): Promise<void> {
    try {
      if (await members.findForRead(email)) return;
      lost.abort(new AppError("UNAUTHENTICATED", "Your session has ended. Sign in again."));
    } catch (error) {
      logger.warn({ err: error }, "a stream's session could not be checked");
      lost.abort(error);
    }
  }
  const timer = setInterval(check, sessionCheckIntervalMs);
  timer.unref();
  const stopListening = members.onInvalidate(() => void check());
  return {
    lost: lost.signal,
    stop() {
      clearInterval(timer);
      stopListening();
    },
  };
}
