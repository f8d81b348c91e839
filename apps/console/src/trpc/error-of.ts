import type { AppErrorCode } from "@horizon/errors";
import { TRPCClientError } from "@trpc/client";
import type { ShownError } from "../components/ui/shown-error";

interface ErrorData {
  appCode?: AppErrorCode;
  requestId?: string;
  fieldErrors?: Record<string, string[]>;
}

/** Reads what ops-server said; a call that never reached it is UPSTREAM_UNAVAILABLE. */
export function errorOf(error: unknown): ShownError {
  const data = error instanceof TRPCClientError ? (error.data as ErrorData | null | undefined) : null;
  if (!data?.appCode) {
    return {
      code: "UPSTREAM_UNAVAILABLE",
      message: "Horizon’s server cannot be reached. Trying again by itself.",
      requestId: null,
      fieldErrors: {},
    };
  }
  return {
    code: data.appCode,
    message: (error as Error).message,
    requestId: data.requestId ?? null,
    fieldErrors: data.fieldErrors ?? {},
  };
}

const retryable: ReadonlySet<AppErrorCode> = new Set([
  "UPSTREAM_UNAVAILABLE",
  "UPSTREAM_TIMEOUT",
  "UNAVAILABLE",
]);

/** Whether asking again may help; a refusal stays a refusal. */
export function isRetryable(error: unknown): boolean {
  return retryable.has(errorOf(error).code);
}
