import type { LiveMessage, SubscribeInput } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import { type TrackedEnvelope, tracked } from "@trpc/server";
import type { SignedIn } from "../auth/session-directory.ts";
import { watchSession } from "../auth/watch-session.ts";
import type { OpsContext } from "../ops-context.ts";
import { toTrpcError } from "../trpc/to-trpc-error.ts";
import type { Delivery } from "./live-hub.ts";
import { withOwnTopics } from "./own-topics.ts";
import { formatPosition, parsePosition } from "./stream-position.ts";

/**
 * One browser tab's stream, which ends with the session that opened it. It never returns while the reader is welcome: a generator that returns
 * ends the subscription for good, one that throws UNAVAILABLE makes the browser come back.
 */
export async function* subscribe(
  ops: OpsContext,
  reader: SignedIn,
  input: SubscribeInput,
  signal: AbortSignal,
): AsyncGenerator<TrackedEnvelope<LiveMessage>, void> {
  const release = openPlace(ops, reader);
  const from = input.lastEventId ? parsePosition(input.lastEventId) : null;
  const { hidden, patches } = input;
  const topics = withOwnTopics(input.topics, reader.member.id);
  const subscription = ops.hub.subscribe({ topics, hidden, patches, from });
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

function openPlace(ops: OpsContext, reader: SignedIn): () => void {
  try {
    return ops.streams.open(reader.member.id);
  } catch (error) {
    throw toTrpcError(error);
  }
}
