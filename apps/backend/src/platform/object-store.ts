import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { AppError } from "@horizon/errors";
import { z } from "zod";
import { awsRequestHandler } from "./aws-request-handler.ts";

/** Settings of the object store, to be spread into a service's `env.ts`. */
export const objectStoreEnv = {
  OBJECT_STORE_BUCKET: z.string().min(3),
  OBJECT_STORE_REGION: z.string().min(1).default("us-east-1"),
  /** For a store that is not Amazon's; paths then name the bucket. */
  OBJECT_STORE_ENDPOINT: z.url().optional(),
  /** Both or neither: without them the SDK finds the pod's own role. */
  OBJECT_STORE_ACCESS_KEY_ID: z.string().min(1).optional(),
  OBJECT_STORE_SECRET_ACCESS_KEY: z.string().min(1).optional(),
};

export type ObjectStoreSettings = z.infer<z.ZodObject<typeof objectStoreEnv>>;

export interface StoredObject {
  readonly versionId: string | null;
  readonly sizeBytes: number;
  readonly contentType: string;
  /** Base64; null for an object that was stored without one. */
  readonly sha256: string | null;
  readonly retainUntil: Date | null;
}

export interface PutOptions {
  readonly contentType: string;
  /** Base64 SHA-256 of `bytes`: the store refuses what arrives otherwise. */
  readonly sha256: string;
  /** Write once: nobody can delete this version before then. */
  readonly retainUntil?: Date;
  /** A key that is taken is a CONFLICT. */
  readonly ifAbsent?: boolean;
}

export interface PresignedUpload {
  readonly url: string;
  /** The uploader must send exactly these. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Objects of one bucket. It encrypts nothing itself: callers seal personal data before they put it.
 * Methods throw AppError UPSTREAM_UNAVAILABLE or UPSTREAM_TIMEOUT when the store does not answer, and UPSTREAM_REJECTED
 * when it refuses (a lock, a checksum that does not fit).
 */
export interface ObjectStore {
  put(key: string, bytes: Uint8Array, options: PutOptions): Promise<{ versionId: string | null }>;
  /** The bytes, their checksum verified. @throws AppError NOT_FOUND */
  get(key: string, versionId?: string): Promise<Uint8Array>;
  /** @throws AppError NOT_FOUND */
  head(key: string, versionId?: string): Promise<StoredObject>;
  /** With a version: that one, for good. Without: the key is hidden, its versions stay. */
  delete(key: string, versionId?: string): Promise<void>;
  /** A URL for one upload of exactly that many bytes with that hash. */
  presignPut(
    key: string,
    upload: { contentType: string; sizeBytes: number; sha256: string; expiresSeconds: number },
  ): Promise<PresignedUpload>;
  /** A URL that downloads the object as an attachment of that name. */
  presignGet(key: string, download: { fileName: string; expiresSeconds: number }): Promise<string>;
  close(): void;
}

const defaultTimeoutMs = 20_000;

/** Connects at the first call. @param timeoutMs of each of three attempts. */
export function createObjectStore(
  settings: ObjectStoreSettings,
  timeoutMs: number = defaultTimeoutMs,
): ObjectStore {
  const { OBJECT_STORE_BUCKET: Bucket, OBJECT_STORE_ENDPOINT: endpoint } = settings;
  const accessKeyId = settings.OBJECT_STORE_ACCESS_KEY_ID;
  const secretAccessKey = settings.OBJECT_STORE_SECRET_ACCESS_KEY;
  const client = new S3Client({
    region: settings.OBJECT_STORE_REGION,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey } }),
    // SHA-256 is sent where it matters; the default would also bind presigned uploads to the CRC of an empty body.
    requestChecksumCalculation: "WHEN_REQUIRED",
    maxAttempts: 3,
    requestHandler: awsRequestHandler({ connectMs: 2_000, answerMs: timeoutMs }),
  });

  return {
    async put(Key, Body, { contentType, sha256, retainUntil, ifAbsent }) {
      const { VersionId } = await translate(
        client.send(
          new PutObjectCommand({
            ...{ Bucket, Key, Body, ContentType: contentType, ChecksumSHA256: sha256 },
            ...(ifAbsent ? { IfNoneMatch: "*" } : {}),
            ...(retainUntil ? { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: retainUntil } : {}),
          }),
        ),
      );
      return { versionId: VersionId ?? null };
    },
    async get(Key, VersionId) {
      return translate(
        client.send(new GetObjectCommand({ Bucket, Key, VersionId, ChecksumMode: "ENABLED" })).then(
          // Read inside: a connection that breaks in the body is the store's failure as well.
          async ({ Body }) => (await Body?.transformToByteArray()) ?? new Uint8Array(),
        ),
      );
    },
    async head(Key, VersionId) {
      const found = await translate(
        client.send(new HeadObjectCommand({ Bucket, Key, VersionId, ChecksumMode: "ENABLED" })),
      );
      return {
        versionId: found.VersionId ?? null,
        sizeBytes: found.ContentLength ?? 0,
        contentType: found.ContentType ?? "application/octet-stream",
        sha256: found.ChecksumSHA256 ?? null,
        retainUntil: found.ObjectLockRetainUntilDate ?? null,
      };
    },
    async delete(Key, VersionId) {
      await translate(client.send(new DeleteObjectCommand({ Bucket, Key, VersionId })));
    },
    async presignPut(Key, { contentType, sizeBytes, sha256, expiresSeconds }) {
      const headers = {
        "content-type": contentType,
        "content-length": String(sizeBytes),
        "x-amz-checksum-sha256": sha256,
      };
      const command = new PutObjectCommand({
        ...{ Bucket, Key, ContentType: contentType, ContentLength: sizeBytes, ChecksumSHA256: sha256 },
      });
      const url = await getSignedUrl(client, command, {
        expiresIn: expiresSeconds,
        signableHeaders: new Set(["host", ...Object.keys(headers)]),
        unhoistableHeaders: new Set(["x-amz-checksum-sha256"]),
      });
      return { url, headers };
    },
    presignGet(Key, { fileName, expiresSeconds }) {
      const ResponseContentDisposition = `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;
      return getSignedUrl(client, new GetObjectCommand({ Bucket, Key, ResponseContentDisposition }), {
        expiresIn: expiresSeconds,
      });
    },
    close: () => client.destroy(),
  };
}

async function translate<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    throw toAppError(cause);
  }
}

function toAppError(cause: unknown): AppError {
  const status = cause instanceof S3ServiceException ? cause.$metadata.httpStatusCode : undefined;
  if (status === 404) return new AppError("NOT_FOUND", "There is no such object.", { cause });
  if (status === 412 || status === 409) {
    return new AppError("CONFLICT", "An object of this name exists already.", { cause });
  }
  if (status !== undefined && status >= 400 && status < 500 && status !== 429) {
    return new AppError("UPSTREAM_REJECTED", "The object store refused the request.", { cause });
  }
  if (cause instanceof Error && cause.name === "TimeoutError") {
    return new AppError("UPSTREAM_TIMEOUT", "The object store did not answer in time.", { cause });
  }
  return new AppError("UPSTREAM_UNAVAILABLE", "The object store cannot be reached.", { cause });
}
