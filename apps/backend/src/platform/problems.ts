import { AppError, type AppErrorCode, httpStatusOf, isAppError } from "@horizon/errors";

/** One way in which a request can fail, as RFC 9457 tells it. */
export interface ProblemDefinition {
  readonly status:
    | 400
    | 401
    | 402
    | 403
    | 404
    | 405
    | 409
    | 410
    | 412
    | 413
    | 415
    | 422
    | 423
    | 428
    | 429
    | 500
    | 502
    | 503
    | 504;
  /** The same for every occurrence. */
  readonly title: string;
  /** Id of the rule of law that refused, where one did. */
  readonly rule?: string;
}

/** What is wrong with one member of the request. `pointer` is a JSON pointer, or `?name` for a query parameter. */
export interface ProblemItem {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

export interface ProblemOccurrence {
  /** For the person who reads it; may name ids, dates and states, never personal data. */
  readonly detail?: string;
  readonly rule?: string;
  readonly errors?: readonly ProblemItem[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members, such as `retry_after_seconds`. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Logged, never sent. */
  readonly cause?: unknown;
}

/** A failure that the caller may know of. */
export class ProblemError extends AppError {
  readonly problem: string;
  readonly status: ProblemDefinition["status"];
  readonly title: string;
  readonly occurrence: ProblemOccurrence;

  constructor(problem: string, definition: ProblemDefinition, occurrence: ProblemOccurrence = {}) {
    super(appErrorCodeOf(definition.status), occurrence.detail ?? definition.title, {
      cause: occurrence.cause,
    });
    this.problem = problem;
    this.status = definition.status;
    this.title = definition.title;
    this.occurrence = { ...(definition.rule ? { rule: definition.rule } : {}), ...occurrence };
  }
}

function appErrorCodeOf(status: number): AppErrorCode {
  if (status === 404) return "NOT_FOUND";
  if (status >= 500) return status === 503 ? "UNAVAILABLE" : "INTERNAL";
  return status === 409 ? "CONFLICT" : "INVALID_INPUT";
}

export interface Problems<T extends Readonly<Record<string, ProblemDefinition>>> {
  readonly definitions: T;
  /** The error to throw. */
  problem(code: keyof T & string, occurrence?: ProblemOccurrence): ProblemError;
}

/** The closed catalogue of a service. */
export function defineProblems<const T extends Readonly<Record<string, ProblemDefinition>>>(
  definitions: T,
): Problems<T> {
  return {
    definitions,
    problem(code, occurrence) {
      const definition = definitions[code];
      if (definition === undefined) throw new Error(`No problem is called ${code}.`);
      return new ProblemError(code, definition, occurrence);
    },
  };
}

/** What can go wrong on any route. */
export const commonProblems = defineProblems({
  "request.malformed": { status: 400, title: "The request cannot be read" },
  "request.invalid": { status: 422, title: "The request is not valid" },
  "request.cursor_invalid": { status: 400, title: "The page cursor is not one of ours" },
  "request.idempotency_key_required": { status: 400, title: "An Idempotency-Key is required" },
  "request.if_match_required": { status: 428, title: "If-Match is required" },
  "request.method_not_allowed": { status: 405, title: "The method is not allowed here" },
  "request.too_large": { status: 413, title: "The body is too large" },
  "request.unsupported_media_type": { status: 415, title: "The media type is not supported" },
  "auth.required": { status: 401, title: "An access token is required" },
  "auth.forbidden": { status: 403, title: "Your role may not do this" },
  "auth.step_up_required": { status: 403, title: "Show your second factor again" },
  "resource.not_found": { status: 404, title: "There is no such thing" },
  "resource.conflict": { status: 409, title: "It clashes with what exists" },
  "resource.stale": { status: 412, title: "It changed since you read it" },
  "idempotency.mismatch": { status: 422, title: "The Idempotency-Key was used for another request" },
  "idempotency.in_progress": { status: 409, title: "The first request with this key is still at work" },
  "state.invalid_transition": { status: 409, title: "Its state does not allow this" },
  "rate.limited": { status: 429, title: "Too many requests" },
  "upstream.unavailable": { status: 503, title: "A service that this depends on does not answer" },
  "service.unavailable": { status: 503, title: "Temporarily unavailable" },
  internal: { status: 500, title: "Something went wrong on our side" },
});

/** The problem that any thrown value is to the caller. Errors of packages keep their meaning; defects lose their text. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (!isAppError(error)) return commonProblems.problem("internal", { cause: error });
  const occurrence = { detail: error.message, cause: error };
  switch (error.code) {
    case "NOT_FOUND":
      return commonProblems.problem("resource.not_found", { cause: error });
    case "CONFLICT":
    case "PRECONDITION_FAILED":
      return commonProblems.problem("resource.conflict", occurrence);
    case "STALE":
      return commonProblems.problem("resource.stale", occurrence);
    case "INVALID_INPUT":
      return commonProblems.problem("request.invalid", occurrence);
    case "UNAVAILABLE":
      return commonProblems.problem("service.unavailable", { cause: error, headers: { "retry-after": "1" } });
    case "UPSTREAM_UNAVAILABLE":
    case "UPSTREAM_TIMEOUT":
      return commonProblems.problem("upstream.unavailable", {
        cause: error,
        headers: { "retry-after": "1" },
      });
    default:
      return httpStatusOf(error.code) >= 500
        ? commonProblems.problem("internal", { cause: error })
        : commonProblems.problem("resource.conflict", occurrence);
  }
}

/** The body of an `application/problem+json` answer. */
export function problemBody(error: ProblemError, requestId: string): Record<string, unknown> {
  const { detail, rule, errors, members } = error.occurrence;
  // Text of server faults may carry hosts, queries or data of others.
  const shown = error.status >= 500 ? {} : { ...(detail ? { detail } : {}), ...members };
  return {
    type: `/problems/${error.problem}`,
    title: error.title,
    status: error.status,
    ...shown,
    instance: `urn:uuid:${requestId}`,
    code: error.problem,
    ...(rule ? { rule } : {}),
    request_id: requestId,
    ...(errors ? { errors } : {}),
  };
}

/** Whether a caught value is a problem that the caller may know of. */
export function isProblem(error: unknown): error is ProblemError {
  return error instanceof ProblemError;
}
