import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { crc32 } from "node:zlib";
import { S3Error } from "./s3-error.ts";

const algorithms = {
  "x-amz-checksum-sha256": (body: Uint8Array) => createHash("sha256").update(body).digest("base64"),
  "x-amz-checksum-sha1": (body: Uint8Array) => createHash("sha1").update(body).digest("base64"),
  "x-amz-checksum-crc32": (body: Uint8Array) => {
    const digest = Buffer.alloc(4);
    digest.writeUInt32BE(crc32(body));
    return digest.toString("base64");
  },
} as const;

/** Header name → value, of those checksums that came with the object. */
export type Checksums = Readonly<Record<string, string>>;

/**
 * The checksums that the request states, once they agree with the body.
 * @throws S3Error BadDigest; XAmzContentSHA256Mismatch
 */
export function verifyChecksums(headers: IncomingHttpHeaders, body: Uint8Array): Checksums {
  const md5 = headers["content-md5"];
  if (md5 !== undefined && md5 !== createHash("md5").update(body).digest("base64")) {
    throw new S3Error(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
  }
  const sha256 = headers["x-amz-content-sha256"];
  if (typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256)) {
    if (sha256 !== createHash("sha256").update(body).digest("hex")) {
      throw new S3Error(
        400,
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
      );
    }
  }
  const stated: Record<string, string> = {};
  for (const [name, digest] of Object.entries(algorithms)) {
    const value = headers[name];
    if (typeof value !== "string") continue;
    if (value !== digest(body)) {
      throw new S3Error(400, "BadDigest", `The ${name} you specified did not match what we received.`);
    }
    stated[name] = value;
  }
  return stated;
}
