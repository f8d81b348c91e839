import { channel } from "node:diagnostics_channel";

/** Something that went wrong and that a person should look into: what the log calls an error. */
export interface Failure {
  /** The process, as its log lines name it. */
  readonly component: string;
  /** What the log line says. */
  readonly message: string;
  /** What was thrown; undefined where the message is all there is. */
  readonly error: unknown;
  /** Ids alone: of the request, the trace, the operation. */
  readonly ids: Readonly<Record<string, string>>;
  /** The release of the page in which it happened, where that was a browser: a tab may be older than this process. */
  readonly browserRelease?: string;
}

/** Who keeps failures subscribes here; without a subscriber an announcement costs nothing. */
export const failures = channel("horizon:failures");

export function announceFailure(failure: Failure): void {
  if (failures.hasSubscribers) failures.publish(failure);
}
