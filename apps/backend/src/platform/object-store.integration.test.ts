import { createHash, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createObjectStoreProvider } from "@horizon/lab/providers/object-store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createObjectStore, type ObjectStore } from "./object-store.ts";

const credentials = { accessKeyId: "LABACCESSKEY", secretAccessKey: "lab-secret-of-the-object-store" };
const provider = createObjectStoreProvider({ buckets: ["reports"], credentials, mountPath: "/object-store" });
const server = createServer((request, response) => void provider.handler(request, response));
let store: ObjectStore;
let endpoint: string;

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/object-store`;
  store = storeWith({});
});
afterAll(async () => {
  store.close();
  await new Promise((done) => server.close(done));
});

function storeWith(settings: { secret?: string; bucket?: string; endpoint?: string }): ObjectStore {
  return createObjectStore({
    OBJECT_STORE_BUCKET: settings.bucket ?? "reports",
    OBJECT_STORE_REGION: "us-east-1",
    OBJECT_STORE_ENDPOINT: settings.endpoint ?? endpoint,
    OBJECT_STORE_ACCESS_KEY_ID: credentials.accessKeyId,
    OBJECT_STORE_SECRET_ACCESS_KEY: settings.secret ?? credentials.secretAccessKey,
  });
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("base64");
const bytes = Buffer.from("what was put ☂");
const options = { contentType: "application/octet-stream", sha256: sha256(bytes) };
const newKey = () => `credit/reports/${randomUUID()}/raw (1)+é.bin`;

describe("objects", () => {
  test("come back as they were put, with size, type, hash and version", async () => {
    const key = newKey();
    const { versionId } = await store.put(key, bytes, options);
    expect(Buffer.from(await store.get(key))).toEqual(bytes);
    expect(await store.head(key)).toEqual({
      versionId,
      sizeBytes: bytes.byteLength,
      contentType: options.contentType,
      sha256: options.sha256,
      retainUntil: null,
    });
  });

  test("an older version stays readable after the key was overwritten and deleted", async () => {
    const key = newKey();
    const first = await store.put(key, bytes, options);
    const other = Buffer.from("other");
    await store.put(key, other, { ...options, sha256: sha256(other) });
    await store.delete(key);
    await expect(store.get(key)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(Buffer.from(await store.get(key, first.versionId ?? ""))).toEqual(bytes);
  });

  test("a retained version cannot be deleted", async () => {
    const key = newKey();
    const retainUntil = new Date(Date.now() + 86_400_000);
    const { versionId } = await store.put(key, bytes, { ...options, retainUntil });
    await expect(store.delete(key, versionId ?? "")).rejects.toMatchObject({ code: "UPSTREAM_REJECTED" });
    expect((await store.head(key, versionId ?? "")).retainUntil?.getTime()).toBe(retainUntil.getTime());
  });

  test("of two puts that must find no object, one is a conflict", async () => {
    const key = newKey();
    const results = await Promise.allSettled(
      [1, 2].map(() => store.put(key, bytes, { ...options, ifAbsent: true })),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(store.put(key, bytes, { ...options, ifAbsent: true })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});

describe("failures", () => {
  test("bytes that do not fit their hash are refused and not kept", async () => {
    const key = newKey();
    await expect(
      store.put(key, bytes, { ...options, sha256: sha256(Buffer.from("x")) }),
    ).rejects.toMatchObject({
      code: "UPSTREAM_REJECTED",
    });
    await expect(store.head(key)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a wrong secret and an unknown bucket are refusals", async () => {
    const forged = storeWith({ secret: "guessed" });
    await expect(forged.put(newKey(), bytes, options)).rejects.toMatchObject({ code: "UPSTREAM_REJECTED" });
    await expect(storeWith({ bucket: "other" }).get(newKey())).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a moment of overload is waited out; a longer one, or no server, is UPSTREAM_UNAVAILABLE", async () => {
    const key = newKey();
    provider.failNext(2);
    await store.put(key, bytes, options);
    provider.failNext(3);
    await expect(store.get(key)).rejects.toMatchObject({ code: "UPSTREAM_UNAVAILABLE" });
    const nowhere = storeWith({ endpoint: "http://127.0.0.1:9" });
    await expect(nowhere.get(key)).rejects.toMatchObject({ code: "UPSTREAM_UNAVAILABLE" });
  });
});

describe("presigned URLs", () => {
  const upload = {
    contentType: "application/pdf",
    sizeBytes: bytes.byteLength,
    sha256: sha256(bytes),
    expiresSeconds: 60,
  };

  test("take the declared bytes, once signed, and nothing else", async () => {
    const key = newKey();
    const { url, headers } = await store.presignPut(key, upload);
    const other = Buffer.from("what was puT ☂");
    expect((await fetch(url, { method: "PUT", headers, body: other })).status).toBe(400);
    const longer = Buffer.concat([bytes, bytes]);
    const withoutLength = { ...headers, "content-length": String(longer.byteLength) };
    expect((await fetch(url, { method: "PUT", headers: withoutLength, body: longer })).status).toBe(403);
    const asHtml = { ...headers, "content-type": "text/html" };
    expect((await fetch(url, { method: "PUT", headers: asHtml, body: bytes })).status).toBe(403);
    expect((await fetch(url, { method: "PUT", headers, body: bytes })).status).toBe(200);
    expect((await store.head(key)).contentType).toBe("application/pdf");
  });

  test("download as an attachment; another key, another method or a late hour is refused", async () => {
    const key = newKey();
    await store.put(key, bytes, options);
    const url = await store.presignGet(key, { fileName: "my report.pdf", expiresSeconds: 60 });
    const answer = await fetch(url);
    expect(answer.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''my%20report.pdf");
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
    expect((await fetch(url.replace("raw", "row"))).status).toBe(403);
    expect((await fetch(url, { method: "DELETE" })).status).toBe(403);
    const expired = await store.presignGet(key, { fileName: "a", expiresSeconds: -1 }).then(fetch);
    expect(expired.status).toBe(403);
    expect(await expired.text()).toContain("<Code>AccessDenied</Code>");
  });
});
