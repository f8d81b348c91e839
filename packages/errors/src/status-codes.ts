import type { AppErrorCode } from "./app-error.ts";

const httpStatuses = {
  INVALID_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  STALE: 409,
  PRECONDITION_FAILED: 412,
  APPROVAL_REQUIRED: 412,
  RATE_LIMITED: 429,
  UPSTREAM_UNAVAILABLE: 502,
  UPSTREAM_TIMEOUT: 504,
  UPSTREAM_REJECTED: 422,
  UNAVAILABLE: 503,
  INTERNAL: 500,
} as const satisfies Record<AppErrorCode, number>;

/** Keys of tRPC 11's own code table (`TRPC_ERROR_CODE_KEY`), whose HTTP status equals the one above. */
const trpcCodes = {
  INVALID_INPUT: "BAD_REQUEST",
  UNAUTHENTICATED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  NOT_FOUND: "NOT_FOUND",
  CONFLICT: "CONFLICT",
  STALE: "CONFLICT",
  PRECONDITION_FAILED: "PRECONDITION_FAILED",
  APPROVAL_REQUIRED: "PRECONDITION_FAILED",
  RATE_LIMITED: "TOO_MANY_REQUESTS",
  UPSTREAM_UNAVAILABLE: "BAD_GATEWAY",
  UPSTREAM_TIMEOUT: "GATEWAY_TIMEOUT",
  UPSTREAM_REJECTED: "UNPROCESSABLE_CONTENT",
  UNAVAILABLE: "SERVICE_UNAVAILABLE",
  INTERNAL: "INTERNAL_SERVER_ERROR",
} as const satisfies Record<AppErrorCode, string>;

export type TrpcCode = (typeof trpcCodes)[AppErrorCode];

/** The HTTP status with which an error of this code is answered. */
export function httpStatusOf(code: AppErrorCode): number {
  return httpStatuses[code];
}

/** The tRPC error code with which an error of this code is answered. */
export function trpcCodeOf(code: AppErrorCode): TrpcCode {
  return trpcCodes[code];
}
