import { randomBytes, randomUUID } from "node:crypto";
import type { NextFunction, Request, Response } from "express";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const traceparent = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Under which the answer, its errors, our logs and the calls to other services are found together. */
export function assignRequestId(req: Request, res: Response, next: NextFunction): void {
  const given = req.get("x-request-id");
  const id = given !== undefined && uuid.test(given) ? given : randomUUID();
  res.locals.requestId = id;
  res.locals.traceId = traceparent.exec(req.get("traceparent") ?? "")?.[1] ?? randomBytes(16).toString("hex");
  res.setHeader("x-request-id", id);
  next();
}

export function requestIdOf(res: Response): string {
  return String(res.locals.requestId ?? "");
}
