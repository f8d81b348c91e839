/**
 * Every way an operation may fail that a caller may tell apart. Closed: the maps below stop compiling when a
 * code is added without deciding what callers over HTTP and tRPC see.
 */
export const appErrorCodes = [
  /** The input does not have the required shape or range. */
  "INVALID_INPUT",
  /** No session, or one that is no longer valid. */
  "UNAUTHENTICATED",
  /** The member's role does not have the permission. */
  "FORBIDDEN",
  "NOT_FOUND",
  /** It clashes with what exists: a taken name, an idempotency key reused with another body, a lost race. */
  "CONFLICT",
  /** The target changed after the person looked at it. */
  "STALE",
  /** A guard or an invariant refused: a freeze window, an unfit state, the last admin. */
  "PRECONDITION_FAILED",
  /** A second person must approve before this may run. */
  "APPROVAL_REQUIRED",
  "RATE_LIMITED",
  /** A system that we depend on cannot be reached or answers 5xx. */
  "UPSTREAM_UNAVAILABLE",
  "UPSTREAM_TIMEOUT",
  /** A system that we depend on understood the request and refused it. */
  "UPSTREAM_REJECTED",
  /** We ourselves cannot serve now, e.g. our own database is down. */
  "UNAVAILABLE",
  /** A defect of ours. */
  "INTERNAL",
] as const;

export type AppErrorCode = (typeof appErrorCodes)[number];

/** Facts a client may show or act on. Must be safe to send to a browser and serializable as JSON. */
export type AppErrorDetails = Readonly<Record<string, unknown>>;

export interface AppErrorOptions {
  /** What went wrong underneath; logged, never sent to a client. */
  readonly cause?: unknown;
  readonly details?: AppErrorDetails;
  /**
   * What a client is told instead of the general text of a 5xx, such as which system failed. Written for the person who sees it:
   * no host, address, query, or data of others.
   */
  readonly publicMessage?: string;
}

/** The only error that crosses a package border on purpose. `message` is written for the person who sees it. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: AppErrorCode;
  readonly details: AppErrorDetails | undefined;
  readonly publicMessage: string | undefined;

  constructor(code: AppErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details;
    this.publicMessage = options.publicMessage;
  }
}

/** Whether `error` is an AppError, with `code` when one is given. */
export function isAppError(error: unknown, code?: AppErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}
