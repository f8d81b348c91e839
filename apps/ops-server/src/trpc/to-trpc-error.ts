import { toPublicError, trpcCodeOf } from "@horizon/errors";
import { TRPCError } from "@trpc/server";

/** Any thrown value as tRPC's own error, with a message that is safe for people; the original stays in `cause`. */
export function toTrpcError(error: unknown): TRPCError {
  if (error instanceof TRPCError) return error;
  const { code, message } = toPublicError(error);
  return new TRPCError({ code: trpcCodeOf(code), message, cause: error });
}
