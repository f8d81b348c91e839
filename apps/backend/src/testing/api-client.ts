import { randomUUID } from "node:crypto";
import { request } from "undici";

export interface ApiCall {
  readonly token?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as they are, with `content-type` from the headers. */
  readonly bytes?: Uint8Array | string;
  /** One is made up for every call that changes something; null sends none. */
  readonly idempotencyKey?: string | null;
  readonly ifMatch?: number | string;
  readonly headers?: Readonly<Record<string, string>>;
}

// biome-ignore lint/suspicious/noExplicitAny: tests read answers whose shape they are about to assert.
export type ApiBody = any;

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed when it is JSON, otherwise the text. */
  readonly body: ApiBody;
  readonly bytes: Buffer;
  /** The number in the ETag, or null. */
  readonly etag: number | null;
}

export type Api = (method: string, path: string, call?: ApiCall) => Promise<ApiAnswer>;

/** Calls an API as a partner would. */
export function createApi(baseUrl: string): Api {
  return async (method, path, { token, body, bytes, idempotencyKey, ifMatch, headers = {} } = {}) => {
    const key = idempotencyKey === undefined && method !== "GET" ? randomUUID() : (idempotencyKey ?? null);
    const response = await request(`${baseUrl}${path}`, {
      method: method as "GET",
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(key === null ? {} : { "idempotency-key": key }),
        ...(ifMatch === undefined
          ? {}
          : { "if-match": typeof ifMatch === "number" ? `"${ifMatch}"` : ifMatch }),
        ...headers,
      },
      body: bytes ?? (body === undefined ? null : JSON.stringify(body)),
    });
    const raw = Buffer.from(await response.body.arrayBuffer());
    const type = String(response.headers["content-type"] ?? "");
    const etag = /^"(\d+)"$/.exec(String(response.headers.etag ?? ""))?.[1];
    return {
      status: response.statusCode,
      headers: response.headers,
      body: type.includes("json") ? JSON.parse(raw.toString()) : raw.toString(),
      bytes: raw,
      etag: etag === undefined ? null : Number(etag),
    };
  };
}
