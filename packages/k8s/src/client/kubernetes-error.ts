import { AppError, type AppErrorCode } from "@horizon/errors";
import { errors } from "undici";

/** The `Status` object that the API answers errors with. */
interface KubernetesStatus {
  kind?: string;
  message?: string;
  reason?: string;
  code?: number;
  details?: {
    name?: string;
    kind?: string;
    group?: string;
    causes?: { reason?: string; message?: string; field?: string }[];
    retryAfterSeconds?: number;
  };
}

/** What `details` of an AppError from this package holds. */
export interface KubernetesErrorDetails {
  cluster: string;
  /** HTTP status, or 0 where no answer came. */
  status: number;
  /** `Conflict`, `Expired`, `Unauthorized`… or the network's error code. */
  reason: string;
  retryAfterMs?: number;
  causes?: { field: string; message: string }[];
}

const maxMessageLength = 500;

const codes: Record<number, AppErrorCode> = {
  400: "UPSTREAM_REJECTED",
  401: "UPSTREAM_REJECTED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "UPSTREAM_REJECTED",
  408: "UPSTREAM_TIMEOUT",
  409: "STALE",
  410: "UPSTREAM_REJECTED",
  422: "UPSTREAM_REJECTED",
  429: "RATE_LIMITED",
  504: "UPSTREAM_TIMEOUT",
};

/** An error answer as an AppError. Only the message of the API passes on; the body itself stays in the cause. */
export function mapStatusError(
  cluster: string,
  httpStatus: number,
  body: unknown,
  retryAfterHeader?: string,
): AppError {
  const status: KubernetesStatus = isStatus(body) ? body : {};
  const code = httpStatus === 409 && status.reason === "AlreadyExists" ? "CONFLICT" : codes[httpStatus];
  const isTooLarge = status.details?.causes?.some(({ reason }) => reason === "ResourceVersionTooLarge");
  const reason = isTooLarge ? "ResourceVersionTooLarge" : (status.reason ?? "Unknown");
  const details: KubernetesErrorDetails = { cluster, status: httpStatus, reason };
  const retryAfterSeconds = status.details?.retryAfterSeconds ?? Number(retryAfterHeader);
  if (Number.isFinite(retryAfterSeconds)) details.retryAfterMs = retryAfterSeconds * 1000;
  const causes = status.details?.causes?.map(({ field = "", message = "" }) => ({
    field,
    message: clip(message),
  }));
  if (causes && causes.length > 0) details.causes = causes;
  const cause = new Error(`Kubernetes API answered ${httpStatus}`, { cause: body });
  const fallback = httpStatus >= 500 ? "UPSTREAM_UNAVAILABLE" : "UPSTREAM_REJECTED";
  const message = messageOf(cluster, httpStatus, status);
  // What the server itself says may name hosts; which cluster failed, and how, is known to everyone here.
  const publicMessage = httpStatus >= 500 ? message : `Cluster ${cluster} did not answer in time.`;
  return new AppError(code ?? fallback, message, { cause, details: { ...details }, publicMessage });
}

function messageOf(cluster: string, httpStatus: number, status: KubernetesStatus): string {
  if (httpStatus === 401) return `Cluster ${cluster} does not accept Horizon's credentials.`;
  if (httpStatus === 429)
    return `Cluster ${cluster} asks to slow down: ${clip(status.message ?? "too many requests")}`;
  if (httpStatus >= 500) return `Cluster ${cluster} failed to answer (${httpStatus}).`;
  return clip(status.message ?? `Cluster ${cluster} answered ${httpStatus}.`);
}

const timeoutCodes = new Set([
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "ETIMEDOUT",
]);

/** A failure without an answer: refused, cut, timed out, or credentials that could not be had. */
export function mapTransportError(cluster: string, error: unknown): unknown {
  if (error instanceof AppError) return error;
  const proxyStatus = findProxyStatus(error);
  if (proxyStatus === undefined && error instanceof Error && error.name === "AbortError") return error;
  const reason = proxyStatus === undefined ? readErrorCode(error) : `its proxy answered ${proxyStatus}`;
  const details: KubernetesErrorDetails = { cluster, status: 0, reason };
  if (timeoutCodes.has(reason) || (error instanceof Error && error.name === "TimeoutError")) {
    const message = `Cluster ${cluster} did not answer in time.`;
    const publicMessage = message;
    return new AppError("UPSTREAM_TIMEOUT", message, {
      cause: error,
      details: { ...details },
      publicMessage,
    });
  }
  const message = `Cluster ${cluster} cannot be reached (${reason}).`;
  const publicMessage = `Cluster ${cluster} cannot be reached. Try again in a moment.`;
  return new AppError("UPSTREAM_UNAVAILABLE", message, {
    cause: error,
    details: { ...details },
    publicMessage,
  });
}

/** What a proxy said instead of opening the way; undici calls that an abort, as if the caller had given up. */
function findProxyStatus(error: unknown): string | undefined {
  if (!(error instanceof errors.RequestAbortedError)) return undefined;
  return /^Proxy response \((\d+)\)/.exec(error.message)?.[1];
}

/** Details of an error of this package; undefined for anything else. */
export function findKubernetesDetails(error: unknown): KubernetesErrorDetails | undefined {
  if (!(error instanceof AppError) || typeof error.details?.status !== "number") return undefined;
  return error.details as unknown as KubernetesErrorDetails;
}

function readErrorCode(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 4; cause = cause.cause, depth++) {
    const { code } = cause as NodeJS.ErrnoException;
    if (typeof code === "string") return code;
  }
  return "network error";
}

const isStatus = (body: unknown): body is KubernetesStatus =>
  typeof body === "object" && body !== null && (body as KubernetesStatus).kind === "Status";

const clip = (text: string) =>
  text.length > maxMessageLength ? `${text.slice(0, maxMessageLength)}…` : text;
