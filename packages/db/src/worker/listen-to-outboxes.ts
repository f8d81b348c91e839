import { type ChannelListener, listenToChannel } from "../listen-to-channel.ts";

/**
 * Calls `onEvent` with the schema in whose outbox something was appended. A lost connection is opened anew; what was
 * missed meanwhile is for the caller's poll to find.
 */
export function listenToOutboxes(
  url: string,
  onEvent: (schema: string) => void,
  onError: (error: unknown) => void,
): ChannelListener {
  return listenToChannel({
    url,
    channel: "horizon_outbox",
    applicationName: "worker-listener",
    onPayload: onEvent,
    onError,
  });
}
