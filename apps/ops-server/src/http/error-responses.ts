import { AppError, toPublicError } from "@horizon/errors";
import type { Logger } from "@horizon/logger";
import type { NextFunction, Request, Response } from "express";
import { requestIdOf, traceIdOf } from "./request-id.ts";

/** The end of the line for a path that nobody serves. */
export function refuseUnknownPath(_req: Request, _res: Response): never {
  throw new AppError("NOT_FOUND", "There is nothing here.");
}

/** Answers with our own error, as JSON; Express's page would print a stack. Express knows it by its four arguments. */
export function createErrorResponder(logger: Logger) {
  return (error: unknown, req: Request, res: Response, next: NextFunction): void => {
    const requestId = requestIdOf(res);
    const { code, message, status, details } = toPublicError(error);
    const fields = {
      err: error,
      requestId,
      traceId: traceIdOf(res),
      method: req.method,
      path: req.path,
      status,
    };
    if (status >= 500) logger.error(fields, "request failed");
    else logger.debug(fields, "request refused");
    if (res.headersSent) {
      next(error);
      return;
    }
    res.status(status).json({ error: { code, message, requestId, details } });
  };
}
