import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { S3Error } from "./s3-error.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface SignedRequest {
  readonly method: string;
  /** As the client sent it: path with its escapes, and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

interface Signature {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly date: string;
  readonly payloadHash: string;
  readonly expiresSeconds: number | null;
}

const clockSkewMs = 15 * 60_000;

/**
 * Signature version 4, in the Authorization header or in the query of a presigned URL.
 * @throws S3Error as S3 answers: AccessDenied, InvalidAccessKeyId, SignatureDoesNotMatch, RequestTimeTooSkewed
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
 */
export function verifySignature(request: SignedRequest, credentials: Credentials, nowMs: number): void {
  const [path = "/", search = ""] = splitOnce(request.url, "?");
  const query = parseQuery(search);
  const signed = readHeader(request.headers) ?? readQuery(query);
  if (signed === null) throw new S3Error(403, "AccessDenied", "Access Denied");
  const [accessKeyId, ...scope] = signed.credential.split("/");
  if (accessKeyId !== credentials.accessKeyId) {
    throw new S3Error(
      403,
      "InvalidAccessKeyId",
      "The AWS Access Key Id you provided does not exist in our records.",
    );
  }
  checkTime(signed, nowMs);

  const canonicalRequest = [
    request.method,
    path,
    canonicalQuery(query),
    ...signed.signedHeaders.map((name) => `${name}:${headerText(request.headers, name)}`),
    "",
    signed.signedHeaders.join(";"),
    signed.payloadHash,
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", signed.date, scope.join("/"), sha256(canonicalRequest)].join("\n");
  let key: Buffer | string = `AWS4${credentials.secretAccessKey}`;
  for (const part of scope) key = createHmac("sha256", key).update(part).digest();
  const expected = createHmac("sha256", key).update(toSign).digest();
  const given = Buffer.from(signed.signature, "hex");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new S3Error(
      403,
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided.",
    );
  }
}

function readHeader(headers: IncomingHttpHeaders): Signature | null {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]+)$/.exec(
      headers.authorization ?? "",
    );
  if (!match) return null;
  const [, credential = "", names = "", signature = ""] = match;
  return {
    credential,
    signedHeaders: names.split(";"),
    signature,
    date: String(headers["x-amz-date"] ?? ""),
    payloadHash: String(headers["x-amz-content-sha256"] ?? ""),
    expiresSeconds: null,
  };
}

function readQuery(query: readonly (readonly [string, string])[]): Signature | null {
  const of = (name: string) => query.find(([key]) => key === name)?.[1] ?? "";
  if (of("X-Amz-Algorithm") !== "AWS4-HMAC-SHA256") return null;
  return {
    credential: of("X-Amz-Credential"),
    signedHeaders: of("X-Amz-SignedHeaders").split(";"),
    signature: of("X-Amz-Signature"),
    date: of("X-Amz-Date"),
    payloadHash: of("X-Amz-Content-Sha256") || "UNSIGNED-PAYLOAD",
    expiresSeconds: Number(of("X-Amz-Expires")),
  };
}

function checkTime({ date, expiresSeconds }: Signature, nowMs: number): void {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (!match) throw new S3Error(403, "AccessDenied", "A valid date is required.");
  const [year = 0, month = 0, ...rest] = match.slice(1).map(Number);
  const signedMs = Date.UTC(year, month - 1, ...rest);
  if (expiresSeconds !== null && nowMs > signedMs + expiresSeconds * 1_000) {
    throw new S3Error(403, "AccessDenied", "Request has expired");
  }
  if (expiresSeconds === null && Math.abs(nowMs - signedMs) > clockSkewMs) {
    throw new S3Error(403, "RequestTimeTooSkewed", "The difference between the times is too large.");
  }
}

function canonicalQuery(query: readonly (readonly [string, string])[]): string {
  return query
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
}

function parseQuery(search: string): [string, string][] {
  return search
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const [name = "", value = ""] = splitOnce(part, "=");
      return [decodeURIComponent(name), decodeURIComponent(value)];
    });
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function headerText(headers: IncomingHttpHeaders, name: string): string {
  return String(headers[name] ?? "")
    .trim()
    .replace(/\s+/g, " ");
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
