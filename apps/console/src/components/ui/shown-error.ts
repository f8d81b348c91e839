import type { AppErrorCode } from "@horizon/errors";

/** A failed call, as the person may see it. */
export interface ShownError {
  readonly code: AppErrorCode;
  readonly message: string;
  readonly requestId: string | null;
  readonly fieldErrors: Readonly<Record<string, readonly string[]>>;
}
