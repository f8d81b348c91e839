import { createHash, randomBytes } from "node:crypto";
import type { Checksums } from "./checksums.ts";
import { S3Error } from "./s3-error.ts";

export interface ObjectVersion {
  readonly versionId: string;
  readonly body: Uint8Array;
  readonly etag: string;
  readonly modifiedAtMs: number;
  /** `content-type`, `x-amz-meta-*` and the like, given back as they came. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksums: Checksums;
  readonly lock: ObjectLock | null;
  readonly deleteMarker: boolean;
}

export interface ObjectLock {
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  readonly retainUntilMs: number;
}

export type NewObject = Pick<ObjectVersion, "body" | "headers" | "checksums" | "lock">;

export interface Bucket {
  put(key: string, object: NewObject, nowMs: number): ObjectVersion;
  /** @throws S3Error NoSuchKey, NoSuchVersion */
  get(key: string, versionId?: string): ObjectVersion;
  has(key: string): boolean;
  /** Without a version: a delete marker. With one: for good. @throws S3Error AccessDenied under a lock */
  delete(key: string, versionId: string | undefined, nowMs: number): ObjectVersion | null;
  /** The newest version of each key that is not deleted, by key. */
  list(prefix: string): { key: string; object: ObjectVersion }[];
}

/** A bucket with versioning and object lock switched on. */
export function createBucket(): Bucket {
  const versions = new Map<string, ObjectVersion[]>();
  const newest = (key: string) => versions.get(key)?.at(-1);
  const add = (key: string, version: ObjectVersion) => {
    versions.set(key, [...(versions.get(key) ?? []), version]);
    return version;
  };
  return {
    put: (key, object, nowMs) =>
      add(key, {
        ...object,
        versionId: newVersionId(),
        etag: `"${createHash("md5").update(object.body).digest("hex")}"`,
        modifiedAtMs: nowMs,
        deleteMarker: false,
      }),
    get(key, versionId) {
      const found =
        versionId === undefined
          ? newest(key)
          : versions.get(key)?.find((version) => version.versionId === versionId);
      if (found === undefined && versionId !== undefined) {
        throw new S3Error(404, "NoSuchVersion", "The specified version does not exist.");
      }
      if (found === undefined || found.deleteMarker) {
        throw new S3Error(404, "NoSuchKey", "The specified key does not exist.");
      }
      return found;
    },
    has: (key) => newest(key)?.deleteMarker === false,
    delete(key, versionId, nowMs) {
      if (versionId === undefined) {
        return add(key, {
          versionId: newVersionId(),
          body: new Uint8Array(),
          etag: "",
          modifiedAtMs: nowMs,
          headers: {},
          checksums: {},
          lock: null,
          deleteMarker: true,
        });
      }
      const kept = versions.get(key) ?? [];
      const found = kept.find((version) => version.versionId === versionId);
      if (found?.lock && found.lock.retainUntilMs > nowMs) {
        throw new S3Error(403, "AccessDenied", "Access Denied because object protected by object lock.");
      }
      versions.set(
        key,
        kept.filter((version) => version !== found),
      );
      return found ?? null;
    },
    list: (prefix) =>
      [...versions.keys()]
        .filter((key) => key.startsWith(prefix))
        .sort()
        .flatMap((key) => {
          const object = newest(key);
          return object && !object.deleteMarker ? [{ key, object }] : [];
        }),
  };
}

function newVersionId(): string {
  return randomBytes(24).toString("base64url");
}
