import { type AppErrorCode, type AppErrorDetails, isAppError } from "./app-error.ts";
import { httpStatusOf } from "./status-codes.ts";

/** What a client is told about a failure. */
export interface PublicError {
  readonly code: AppErrorCode;
  readonly message: string;
  readonly status: number;
  readonly details?: AppErrorDetails;
}

type ServerFaultCode = "INTERNAL" | "UNAVAILABLE" | "UPSTREAM_UNAVAILABLE" | "UPSTREAM_TIMEOUT";

const serverFaultMessages: Record<ServerFaultCode, string> = {
  INTERNAL: "Something went wrong on our side. It has been logged.",
  UNAVAILABLE: "This is temporarily unavailable. Try again in a moment.",
  UPSTREAM_UNAVAILABLE: "A system that this depends on cannot be reached. Try again in a moment.",
  UPSTREAM_TIMEOUT: "A system that this depends on did not answer in time.",
};

/**
 * The client's view of any thrown value. Text of 5xx errors is replaced, by what was written for the client or else in
 * general, as it may carry hosts, queries or data of others; an unknown error becomes INTERNAL.
 */
export function toPublicError(error: unknown): PublicError {
  const code = isAppError(error) ? error.code : "INTERNAL";
  const status = httpStatusOf(code);
  if (!isAppError(error)) return { code: "INTERNAL", message: serverFaultMessages.INTERNAL, status };
  if (isServerFault(code)) return { code, message: error.publicMessage ?? serverFaultMessages[code], status };
  return {
    code,
    message: error.message,
    status,
    ...(error.details === undefined ? {} : { details: error.details }),
  };
}

function isServerFault(code: AppErrorCode): code is ServerFaultCode {
  return httpStatusOf(code) >= 500;
}
