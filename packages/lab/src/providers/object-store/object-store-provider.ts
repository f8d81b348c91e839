import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Bucket, createBucket, type ObjectLock, type ObjectVersion } from "./bucket.ts";
import { verifyChecksums } from "./checksums.ts";
import { errorXml, escapeXml, S3Error } from "./s3-error.ts";
import { type Credentials, verifySignature } from "./verify-signature.ts";

export interface ObjectStoreProviderOptions {
  readonly buckets: readonly string[];
  readonly credentials: Credentials;
  /** Where the server mounts it, e.g. `/object-store`: clients sign the whole path. */
  readonly mountPath?: string;
  readonly now?: () => number;
}

export interface ObjectStoreProvider {
  readonly handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly buckets: ReadonlyMap<string, Bucket>;
  /** The next requests fail with 503 SlowDown, as S3 does under load. */
  failNext(count: number): void;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: Uint8Array | string;
}

interface S3Call {
  readonly method: string;
  readonly bucket: Bucket;
  readonly bucketName: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Uint8Array;
  readonly nowMs: number;
}

const bytesMax = 64 * 1024 * 1024;
const keptHeaders = /^(content-(type|disposition|encoding|language)|cache-control|x-amz-meta-.+)$/;

/**
 * Amazon S3 as far as Horizon uses it, path-style: put, get, head, delete and list of objects in versioned buckets with
 * object lock; signatures, presigned URLs and checksums are really checked. Objects live in memory.
 */
export function createObjectStoreProvider(options: ObjectStoreProviderOptions): ObjectStoreProvider {
  const { credentials, mountPath = "", now = Date.now } = options;
  const buckets = new Map(options.buckets.map((name) => [name, createBucket()]));
  let failures = 0;

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { method = "GET", url = "/", headers } = request;
    const body = await readBody(request);
    if (failures > 0) {
      failures -= 1;
      throw new S3Error(503, "SlowDown", "Please reduce your request rate.");
    }
    const mounted = mountPath !== "" && !url.startsWith(`${mountPath}/`) ? mountPath + url : url;
    const nowMs = now();
    verifySignature({ method, url: mounted, headers }, credentials, nowMs);
    const { pathname, searchParams } = new URL(mounted.slice(mountPath.length), "http://object-store");
    const [, bucketName = "", ...rest] = pathname.split("/");
    const bucket = buckets.get(decodeURIComponent(bucketName));
    if (bucket === undefined) {
      throw new S3Error(404, "NoSuchBucket", "The specified bucket does not exist");
    }
    const key = decodeURIComponent(rest.join("/"));
    return serve({ method, bucket, bucketName, key, query: searchParams, headers, body, nowMs });
  }

  return {
    buckets,
    failNext(count) {
      failures = count;
    },
    async handler(request, response) {
      const requestId = randomUUID();
      const { status, headers, body } = await answer(request).catch((error: unknown): Answer => {
        const refusal =
          error instanceof S3Error
            ? error
            : new S3Error(500, "InternalError", "We encountered an internal error. Please try again.");
        return {
          status: refusal.status,
          headers: { "content-type": "application/xml" },
          body: errorXml(refusal, new URL(request.url ?? "/", "http://object-store").pathname, requestId),
        };
      });
      response.writeHead(status, { "x-amz-request-id": requestId, ...headers });
      response.end(request.method === "HEAD" ? undefined : body);
    },
  };
}

function serve(call: S3Call): Answer {
  if (call.key === "" && call.method === "GET") return listObjects(call);
  if (call.key === "") throw notImplemented();
  switch (call.method) {
    case "PUT":
      return putObject(call);
    case "GET":
    case "HEAD":
      return getObject(call);
    case "DELETE":
      return deleteObject(call);
    default:
      throw new S3Error(
        405,
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.",
      );
  }
}

function putObject({ bucket, key, headers, body, nowMs }: S3Call): Answer {
  if (headers["x-amz-copy-source"] !== undefined) throw notImplemented();
  if (String(headers["content-encoding"] ?? "").includes("aws-chunked")) throw notImplemented();
  if (headers["if-none-match"] === "*" && bucket.has(key)) {
    throw new S3Error(412, "PreconditionFailed", "At least one of the pre-conditions did not hold");
  }
  const checksums = verifyChecksums(headers, body);
  const kept = Object.entries(headers).filter(([name]) => keptHeaders.test(name));
  const stored = bucket.put(
    key,
    {
      body,
      checksums,
      headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
      lock: lockOf(headers, nowMs),
    },
    nowMs,
  );
  return { status: 200, headers: { etag: stored.etag, "x-amz-version-id": stored.versionId, ...checksums } };
}

function lockOf(headers: IncomingMessage["headers"], nowMs: number): ObjectLock | null {
  const mode = headers["x-amz-object-lock-mode"];
  const until = headers["x-amz-object-lock-retain-until-date"];
  if (mode === undefined && until === undefined) return null;
  const retainUntilMs = Date.parse(String(until));
  if ((mode !== "GOVERNANCE" && mode !== "COMPLIANCE") || !(retainUntilMs > nowMs)) {
    throw new S3Error(400, "InvalidArgument", "The retain until date must be in the future!");
  }
  return { mode, retainUntilMs };
}

function getObject({ bucket, key, query, headers }: S3Call): Answer {
  const object = bucket.get(key, query.get("versionId") ?? undefined);
  const withChecksums = headers["x-amz-checksum-mode"]?.toString().toUpperCase() === "ENABLED";
  const disposition = query.get("response-content-disposition");
  const type = query.get("response-content-type");
  return {
    status: 200,
    headers: {
      ...object.headers,
      ...(disposition === null ? {} : { "content-disposition": disposition }),
      ...(type === null ? {} : { "content-type": type }),
      ...(withChecksums ? object.checksums : {}),
      ...lockHeaders(object),
      "content-length": object.body.byteLength,
      etag: object.etag,
      "last-modified": new Date(object.modifiedAtMs).toUTCString(),
      "x-amz-version-id": object.versionId,
    },
    body: object.body,
  };
}

function lockHeaders({ lock }: ObjectVersion): Record<string, string> {
  if (lock === null) return {};
  return {
    "x-amz-object-lock-mode": lock.mode,
    "x-amz-object-lock-retain-until-date": new Date(lock.retainUntilMs).toISOString(),
  };
}

function deleteObject({ bucket, key, query, nowMs }: S3Call): Answer {
  const versionId = query.get("versionId") ?? undefined;
  const deleted = bucket.delete(key, versionId, nowMs);
  const id = deleted?.versionId ?? versionId ?? "";
  return {
    status: 204,
    headers: {
      "x-amz-version-id": id,
      ...(deleted?.deleteMarker ? { "x-amz-delete-marker": "true" } : {}),
    },
  };
}

function listObjects({ bucket, bucketName, query }: S3Call): Answer {
  if (query.get("list-type") !== "2") throw notImplemented();
  const prefix = query.get("prefix") ?? "";
  const limit = Math.min(Number(query.get("max-keys") ?? 1_000), 1_000);
  const after = query.get("continuation-token") ?? query.get("start-after") ?? "";
  const found = bucket.list(prefix).filter(({ key }) => key > after);
  const page = found.slice(0, limit);
  const truncated = found.length > page.length;
  const contents = page.map(
    ({ key, object }) =>
      `<Contents><Key>${escapeXml(key)}</Key><LastModified>${new Date(object.modifiedAtMs).toISOString()}</LastModified>` +
      `<ETag>${escapeXml(object.etag)}</ETag><Size>${object.body.byteLength}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  const token = truncated
    ? `<NextContinuationToken>${escapeXml(page.at(-1)?.key ?? "")}</NextContinuationToken>`
    : "";
  return {
    status: 200,
    headers: { "content-type": "application/xml" },
    body:
      `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">` +
      `<Name>${escapeXml(bucketName)}</Name><Prefix>${escapeXml(prefix)}</Prefix><KeyCount>${page.length}</KeyCount>` +
      `<MaxKeys>${limit}</MaxKeys><IsTruncated>${truncated}</IsTruncated>${token}${contents.join("")}</ListBucketResult>`,
  };
}

function notImplemented(): S3Error {
  return new S3Error(
    501,
    "NotImplemented",
    "A header or query you provided implies functionality that is not implemented.",
  );
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bytesMax) {
      throw new S3Error(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
