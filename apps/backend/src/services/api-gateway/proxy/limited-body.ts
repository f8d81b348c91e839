import type { IncomingMessage } from "node:http";
import { Transform } from "node:stream";
import { commonProblems } from "../../../platform/problems.ts";

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
  /** Whether more came than may. */
  readonly exceeded: () => boolean;
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
  if (!hasBody) return { stream: null, exceeded: () => false };
  let size = 0;
  let exceeded = false;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      exceeded = size > maxBytes;
      done(exceeded ? tooLarge(maxBytes) : null, chunk);
    },
  });
  req.once("error", (error) => stream.destroy(error));
  req.once("aborted", () => stream.destroy(new Error("the client went away")));
  return { stream: req.pipe(stream), exceeded: () => exceeded };
}

export function tooLarge(maxBytes: number) {
  return commonProblems.problem("request.too_large", {
    detail: `At most ${maxBytes} bytes.`,
    headers: { connection: "close" },
  });
}
