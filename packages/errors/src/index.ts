export {
  AppError,
  type AppErrorCode,
  type AppErrorDetails,
  type AppErrorOptions,
  appErrorCodes,
  isAppError,
} from "./app-error.ts";
export { assertNever } from "./assert-never.ts";
export { type PublicError, toPublicError } from "./public-error.ts";
export { httpStatusOf, type TrpcCode, trpcCodeOf } from "./status-codes.ts";
