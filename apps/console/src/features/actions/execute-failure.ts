/** What went wrong with a request to act, as the dialog shows it. */
export interface ExecuteFailure {
  readonly kind: "stale" | "reason" | "refused" | "signed-out" | "unknown-result";
  readonly message: string;
}

interface ErrorData {
  readonly appCode?: string;
  readonly fieldErrors?: Record<string, string[]>;
}

function dataOf(error: unknown): ErrorData | null {
  if (error === null || typeof error !== "object" || !("data" in error)) return null;
  const { data } = error;
  return data !== null && typeof data === "object" ? data : null;
}

/**
 * Tells apart: the target changed (look again), the reason is wrong (fix the field), the session has ended (nothing
 * happened; sign in beside it), the server said no (nothing happened), and no answer came, in which case it may or may not have been done and only the same key may be sent again.
 */
export function executeFailure(error: unknown): ExecuteFailure {
  const data = dataOf(error);
  const message = error instanceof Error ? error.message : "";
  if (!data?.appCode) {
    return {
      kind: "unknown-result",
      message: "No answer came, so it is not known whether this was done.",
    };
  }
  if (data.appCode === "STALE") {
    return { kind: "stale", message: message || "Nothing was done." };
  }
  if (data.appCode === "UNAUTHENTICATED") {
    return {
      kind: "signed-out",
      message: "Your reason is kept: sign in in another tab, then confirm again here.",
    };
  }
  const reasonErrors = data.fieldErrors?.reason;
  if (reasonErrors?.[0]) return { kind: "reason", message: reasonErrors[0] };
  const lostAnswer = ["UNAVAILABLE", "UPSTREAM_TIMEOUT", "INTERNAL"].includes(data.appCode);
  return { kind: lostAnswer ? "unknown-result" : "refused", message: message || "The server refused this." };
}
