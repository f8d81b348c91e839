import { isAppError, toPublicError } from "@horizon/errors";
import type { Logger } from "@horizon/logger";
import type { TRPCError } from "@trpc/server";
import type { RequestContext } from "./request-context.ts";

interface FailedCall {
  readonly error: TRPCError;
  readonly path: string | undefined;
  readonly ctx: RequestContext | undefined;
}

/** Faults of ours are errors in the log; refusals are not. Inputs are never logged: they hold reasons and names. */
export function reportTrpcError(logger: Logger): (call: FailedCall) => void {
  return ({ error, path, ctx }) => {
    const cause = error.cause ?? error;
    const isFault = isAppError(cause)
      ? toPublicError(cause).status >= 500
      : error.code === "INTERNAL_SERVER_ERROR";
    const fields = { requestId: ctx?.requestId, traceId: ctx?.traceId, path, code: error.code };
    if (isFault) logger.error({ ...fields, err: cause }, "call failed");
    else logger.debug(fields, "call refused");
  };
}
