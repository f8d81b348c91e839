import { randomBytes, randomUUID } from "node:crypto";
import { currentTraceId, parseTraceparent } from "@horizon/telemetry/current-trace";
import type { NextFunction, Request, Response } from "express";

const acceptable = /^[\w-]{8,64}$/;

/** Under which the answer, its errors and our logs can be found together; a sane id of the caller is kept. */
export function assignRequestId(req: Request, res: Response, next: NextFunction): void {
  const given = req.get("x-request-id");
  const id = given !== undefined && acceptable.test(given) ? given : randomUUID();
  res.locals.requestId = id;
  res.locals.traceId =
    parseTraceparent(req.get("traceparent")) ?? currentTraceId() ?? randomBytes(16).toString("hex");
  res.setHeader("x-request-id", id);
  next();
}

/** Under which our lines are found beside those of whoever asked. */
export function traceIdOf(res: Response): string {
  return String(res.locals.traceId ?? "");
}

export function requestIdOf(res: Response): string {
  return String(res.locals.requestId ?? "");
}
