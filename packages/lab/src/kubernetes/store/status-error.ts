/** The reasons of `metav1.StatusReason` that the lab answers with, and their HTTP codes. */
const CODES = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  AlreadyExists: 409,
  Conflict: 409,
  Expired: 410,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  Invalid: 422,
  TooManyRequests: 429,
  InternalError: 500,
  ServiceUnavailable: 503,
  Timeout: 504,
} as const;

export type StatusReason = keyof typeof CODES;

export interface StatusCause {
  reason: string;
  message: string;
  field: string;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

/** The body of `metav1.Status`, as a failed request receives it. */
export interface StatusBody {
  kind: "Status";
  apiVersion: "v1";
  metadata: Record<string, never>;
  status: "Failure";
  message: string;
  reason: StatusReason;
  details?: StatusDetails;
  code: number;
}

/** What an error needs to know about a kind: `{ group: "apps", plural: "deployments", kind: "Deployment" }`. */
export interface KindReference {
  group: string;
  plural: string;
  kind: string;
}

/** A refused request, in the words and with the code of a real API server. */
export class StatusError extends Error {
  readonly reason: StatusReason;
  readonly code: number;
  readonly details: StatusDetails | undefined;

  constructor(reason: StatusReason, message: string, details?: StatusDetails) {
    super(message);
    this.name = "StatusError";
    this.reason = reason;
    this.code = CODES[reason];
    this.details = details;
  }

  toBody(): StatusBody {
    return {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: this.message,
      reason: this.reason,
      ...(this.details ? { details: this.details } : {}),
      code: this.code,
    };
  }
}

export const isStatusError = (error: unknown, reason?: StatusReason): error is StatusError =>
  error instanceof StatusError && (!reason || error.reason === reason);

const qualified = (kind: KindReference) => (kind.group ? `${kind.plural}.${kind.group}` : kind.plural);
/** Details name the plural, except where the kind itself was invalid: so do the real ones. */
const detailsOf = (kind: KindReference, name: string): StatusDetails => ({
  name,
  ...(kind.group ? { group: kind.group } : {}),
  kind: kind.plural,
});

export const notFound = (kind: KindReference, name: string) =>
  new StatusError("NotFound", `${qualified(kind)} "${name}" not found`, detailsOf(kind, name));

export const alreadyExists = (kind: KindReference, name: string) =>
  new StatusError("AlreadyExists", `${qualified(kind)} "${name}" already exists`, detailsOf(kind, name));

export const conflict = (
  kind: KindReference,
  name: string,
  why = "the object has been modified; please apply your changes to the latest version and try again",
) =>
  new StatusError(
    "Conflict",
    `Operation cannot be fulfilled on ${qualified(kind)} "${name}": ${why}`,
    detailsOf(kind, name),
  );

/** 422 with one cause a fault, e.g. `{ field: "spec.replicas", reason: "FieldValueInvalid", message: … }`. */
export function invalid(kind: KindReference, name: string, causes: StatusCause[]): StatusError {
  const faults = causes.map((cause) => `${cause.field}: ${cause.message}`);
  const list = faults.length === 1 ? faults[0] : `[${faults.join(", ")}]`;
  const subject = kind.group ? `${kind.kind}.${kind.group}` : kind.kind;
  return new StatusError("Invalid", `${subject} "${name}" is invalid: ${list}`, {
    name,
    ...(kind.group ? { group: kind.group } : {}),
    kind: kind.kind,
    causes,
  });
}

/** 410: the history behind this resourceVersion is gone; list again. */
export const expired = (message = "The resourceVersion for the provided list is too old.") =>
  new StatusError("Expired", message);

export const tooOldResourceVersion = (requested: number, oldest: number) =>
  expired(`too old resource version: ${requested} (${oldest})`);

export const badRequest = (message: string) => new StatusError("BadRequest", message);

/** Anything that is no StatusError is the lab's own fault, and says so. */
export const toStatusError = (error: unknown): StatusError =>
  isStatusError(error)
    ? error
    : new StatusError(
        "InternalError",
        `Internal error occurred: ${error instanceof Error ? error.message : "unknown"}`,
      );
