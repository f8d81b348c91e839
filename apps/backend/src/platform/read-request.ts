import type { Request } from "express";
import type { z } from "zod";
import { discardRest } from "./discard-rest.ts";
import { parseJsonBody } from "./json-body.ts";
import { commonProblems, type ProblemItem } from "./problems.ts";
import type { Route } from "./route.ts";

const maxJsonBytes = 1024 * 1024;

export interface RequestParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly ifMatch: number;
  readonly idempotencyKey: string | null;
}

/** Everything of the request that the route asks for, parsed; or the problem that says what is wrong with it. */
export async function readRequest<C>(route: Route<C>, req: Request): Promise<RequestParts> {
  // A malformed id names nothing: the same answer as for one that does not exist.
  const params = route.params.safeParse(req.params);
  if (!params.success) throw commonProblems.problem("resource.not_found");
  const query = parse(route.query, req.query, (path) => `?${path.join(".")}`);
  const idempotencyKey = readIdempotencyKey(route, req);
  const ifMatch = readIfMatch(route, req);
  const bytes = await readBody(route, req);
  const body = route.body === null ? bytes : parse(route.body, readJson(req, bytes), toPointer);
  return { params: params.data, query, body, ifMatch, idempotencyKey };
}

function parse(schema: z.ZodType, value: unknown, pointerOf: (path: PropertyKey[]) => string): unknown {
  // PostgreSQL keeps neither in a text, and no honest client sends one.
  if (holdsUnstorable(value)) {
    throw commonProblems.problem("request.malformed", {
      detail: "A text holds a NUL or half of a surrogate pair.",
    });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors: ProblemItem[] = result.error.issues.slice(0, 50).map(({ path, code, message }) => ({
    pointer: pointerOf(path),
    code,
    detail: message,
  }));
  throw commonProblems.problem("request.invalid", {
    detail: "Members of the request are not valid.",
    errors,
  });
}

function holdsUnstorable(value: unknown): boolean {
  if (typeof value === "string") return value.includes("\0") || !value.isWellFormed();
  return typeof value === "object" && value !== null && Object.entries(value).flat().some(holdsUnstorable);
}

function toPointer(path: PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function readIdempotencyKey<C>(route: Route<C>, req: Request): string | null {
  const key = req.get("idempotency-key");
  if (key === undefined) {
    if (route.idempotency !== undefined) throw commonProblems.problem("request.idempotency_key_required");
    return null;
  }
  if (key.length < 1 || key.length > 255 || !/^[\x21-\x7e]+$/.test(key)) {
    throw commonProblems.problem("request.malformed", {
      detail: "Idempotency-Key is 1 to 255 visible ASCII characters.",
    });
  }
  return key;
}

function readIfMatch<C>(route: Route<C>, req: Request): number {
  if (route.ifMatch !== "required") return 0;
  const header = req.get("if-match");
  if (header === undefined) throw commonProblems.problem("request.if_match_required");
  const version = /^"(\d{1,9})"$/.exec(header)?.[1];
  // Weak, foreign or several tags match no version of ours.
  if (version === undefined) throw commonProblems.problem("resource.stale");
  return Number(version);
}

async function readBody<C>(route: Route<C>, req: Request): Promise<Buffer> {
  if (route.method === "get") return Buffer.alloc(0);
  const maxBytes = route.rawBody?.maxBytes ?? maxJsonBytes;
  const declared = Number(req.get("content-length") ?? 0);
  if (declared > maxBytes) throw tooLarge(maxBytes);
  const encoding = req.get("content-encoding");
  if (encoding !== undefined && encoding !== "identity") {
    throw commonProblems.problem("request.unsupported_media_type", {
      detail: "Bodies are sent without compression.",
    });
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch (cause) {
    discardRest(req);
    if (req.destroyed && !req.complete) throw commonProblems.problem("request.malformed", { cause });
    throw cause;
  }
  const type = (req.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const accepted = route.rawBody?.contentTypes ?? ["application/json"];
  if ((route.body !== null || route.rawBody !== undefined) && size > 0 && !accepted.includes(type)) {
    throw commonProblems.problem("request.unsupported_media_type", {
      detail: `Send ${accepted.join(" or ")}.`,
    });
  }
  if (route.body === null && route.rawBody === undefined && size > 0) {
    throw commonProblems.problem("request.malformed", { detail: "This takes no body." });
  }
  return Buffer.concat(chunks);
}

function readJson(req: Request, bytes: Buffer): unknown {
  const charset = /charset=([^;]+)/i
    .exec(req.get("content-type") ?? "")?.[1]
    ?.trim()
    .toLowerCase();
  if (charset !== undefined && charset !== "utf-8") {
    throw commonProblems.problem("request.unsupported_media_type", { detail: "JSON is UTF-8." });
  }
  // A body that is left out is an empty object: where that is not enough, the schema says what is missing.
  return bytes.length === 0 ? {} : parseJsonBody(bytes);
}

function tooLarge(maxBytes: number) {
  return commonProblems.problem("request.too_large", { detail: `At most ${maxBytes} bytes.` });
}
