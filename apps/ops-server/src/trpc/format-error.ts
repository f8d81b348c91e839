import { type AppErrorCode, type AppErrorDetails, isAppError, toPublicError } from "@horizon/errors";
import type { TRPCError } from "@trpc/server";
import { ZodError } from "zod";

/** `error.data` of every failed call. */
export interface ErrorData {
  code: TRPCError["code"];
  httpStatus: number;
  path?: string | undefined;
  appCode: AppErrorCode;
  requestId: string;
  /** Dotted path of the input → what is wrong with it. */
  fieldErrors?: Record<string, string[]>;
  details?: AppErrorDetails;
}

interface Shape {
  message: string;
  code: number;
  data: { code: TRPCError["code"]; httpStatus: number; path?: string | undefined };
}

/** What the browser is told: our own code, the request's id, the fields that are wrong; no text of a fault of ours. */
export function formatError(
  shape: Shape,
  error: TRPCError,
  requestId: string,
): { message: string; data: ErrorData } {
  const { code, httpStatus, path } = shape.data;
  const base = { code, httpStatus, path, requestId };
  const { cause } = error;
  if (isAppError(cause)) {
    const { message, details, code: appCode } = toPublicError(cause);
    const { fieldErrors, ...rest } = details ?? {};
    const data: ErrorData = { ...base, appCode };
    if (isFieldErrors(fieldErrors)) data.fieldErrors = fieldErrors;
    if (Object.keys(rest).length > 0) data.details = rest;
    return { message, data };
  }
  if (cause instanceof ZodError && code === "BAD_REQUEST") {
    const fieldErrors = listFieldErrors(cause);
    return {
      message: describeFieldErrors(fieldErrors),
      data: { ...base, appCode: "INVALID_INPUT", fieldErrors },
    };
  }
  const appCode = frameworkCodes[code] ?? "INTERNAL";
  const message = appCode === "INTERNAL" ? toPublicError(error).message : frameworkMessages[appCode];
  return { message: message ?? "The request cannot be served.", data: { ...base, appCode } };
}

/** Refusals of tRPC itself, before any code of ours ran. */
const frameworkCodes: Partial<Record<TRPCError["code"], AppErrorCode>> = {
  BAD_REQUEST: "INVALID_INPUT",
  PARSE_ERROR: "INVALID_INPUT",
  PAYLOAD_TOO_LARGE: "INVALID_INPUT",
  METHOD_NOT_SUPPORTED: "INVALID_INPUT",
  UNSUPPORTED_MEDIA_TYPE: "INVALID_INPUT",
  NOT_FOUND: "NOT_FOUND",
  SERVICE_UNAVAILABLE: "UNAVAILABLE",
};
const frameworkMessages: Partial<Record<AppErrorCode, string>> = {
  INVALID_INPUT: "The request is not well-formed.",
  NOT_FOUND: "There is no such procedure.",
  UNAVAILABLE: toPublicError(new Error()).message,
};

function listFieldErrors(error: ZodError): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const issue of error.issues) {
    const path = issue.path.join(".");
    fields[path] = [...(fields[path] ?? []), issue.message];
  }
  return fields;
}

function describeFieldErrors(fields: Record<string, string[]>): string {
  const names = Object.keys(fields).filter((name) => name !== "");
  return names.length === 0 ? "The input is not valid." : `The input is not valid: ${names.join(", ")}.`;
}

function isFieldErrors(value: unknown): value is Record<string, string[]> {
  return typeof value === "object" && value !== null;
}
