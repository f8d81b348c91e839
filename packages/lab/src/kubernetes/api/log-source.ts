/** Which container's output is wanted; `previous` is the instance before the last restart. */
export interface LogReference {
  namespace: string;
  pod: string;
  container: string;
  previous: boolean;
}

export interface LogLine {
  timeMs: number;
  /** One line without its line break. */
  text: string;
}

export interface LogReadOptions {
  follow: boolean;
  tailLines?: number;
  /** Lines written at or after this time, in milliseconds since the epoch. */
  sinceMs?: number;
}

/**
 * Where the `log` subresource reads from. With `follow` the iteration goes on until the container ends or the
 * consumer stops it (`return()` must release whatever the source holds). A `previous` instance that does not exist
 * is a `StatusError` (400) thrown on the first step.
 */
export interface LogSource {
  read(reference: LogReference, options: LogReadOptions): AsyncIterable<LogLine>;
}
