import { randomUUID } from "node:crypto";
import type { NextFunction, Request, Response } from "express";

const acceptable = /^[\w-]{8,64}$/;

/** Under which the answer, its errors and our logs can be found together; a sane id of the caller is kept. */
export function assignRequestId(req: Request, res: Response, next: NextFunction): void {
  const given = req.get("x-request-id");
  const id = given !== undefined && acceptable.test(given) ? given : randomUUID();
  res.locals.requestId = id;
  res.setHeader("x-request-id", id);
  next();
}

export function requestIdOf(res: Response): string {
  return String(res.locals.requestId ?? "");
}
