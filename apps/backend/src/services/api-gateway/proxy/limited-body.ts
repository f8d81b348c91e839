import type { IncomingMessage } from "node:http";
import { Transform } from "node:stream";
import { discardRest } from "../../../platform/discard-rest.ts";
import { commonProblems, type ProblemError } from "../../../platform/problems.ts";

const jsonBytes = 1024 * 1024;
const uploadBytes = 25 * 1024 * 1024;
const uploads = /^\/v1\/(?:customers\/[^/]+\/(?:credit-reports|documents)|documents\/[^/]+\/content)$/;

/** Whether this path takes files, and so more bytes and more time. */
export function isUpload(method: string, path: string): boolean {
  return (method === "POST" || method === "PUT") && uploads.test(path);
}

export interface LimitedBody {
  /** Null when the request has no body. */
  readonly stream: Transform | null;
  /** What the client did that keeps the body from being passed on whole, or null. */
  readonly findFault: () => ProblemError | null;
}

/**
 * The request's body as it comes, cut when it grows over what the path takes.
 *
 * @throws ProblemError request.too_large when its length says so beforehand.
 */
export function limitBody(req: IncomingMessage, path: string): LimitedBody {
  const method = req.method ?? "GET";
  const length = req.headers["content-length"];
  const hasBody = req.headers["transfer-encoding"] !== undefined || (length !== undefined && length !== "0");
  const maxBytes = isUpload(method, path) ? uploadBytes : jsonBytes;
  if (Number(length ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (!hasBody) return { stream: null, findFault: () => null };
  let size = 0;
  let fault: ProblemError | null = null;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > maxBytes) fault = tooLarge(maxBytes);
      done(fault, chunk);
    },
  });
  req.once("error", (error) => stream.destroy(error));
  req.once("aborted", () => {
    fault = commonProblems.problem("request.malformed", { detail: "The body broke off." });
    stream.destroy(fault);
  });
  req.pipe(stream);
  // A service that answers before it has read everything ends the stream. After `pipe`, which then pauses the request.
  stream.once("close", () => discardRest(req));
  return { stream, findFault: () => fault };
}

function tooLarge(maxBytes: number): ProblemError {
  return commonProblems.problem("request.too_large", { detail: `At most ${maxBytes} bytes.` });
}
