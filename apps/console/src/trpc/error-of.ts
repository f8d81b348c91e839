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
  const data = answerOf(error);
  if (!data?.appCode) {
    return {
      code: "UPSTREAM_UNAVAILABLE",
      message: "Horizon’s server cannot be reached.",
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

/** As `errorOf`, of a change that was asked for: without an answer it may have been made, and nobody asks again but the person. */
export function errorOfRequest(error: unknown): ShownError {
  const shown = errorOf(error);
  if (answerOf(error)?.appCode) return shown;
  const message = "No answer came from Horizon’s server, so it is not known whether this was done.";
  return { ...shown, message };
}

function answerOf(error: unknown): ErrorData | null | undefined {
  return error instanceof TRPCClientError ? (error.data as ErrorData | null | undefined) : null;
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
