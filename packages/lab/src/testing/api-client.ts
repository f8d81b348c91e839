import type { IncomingMessage } from "node:http";
import { Agent, request as httpsRequest, type RequestOptions } from "node:https";
import type { StatusBody } from "../kubernetes/store/status-error.ts";

export interface ApiAnswer {
  code: number;
  headers: IncomingMessage["headers"];
  /** The parsed JSON body, or the text where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every kind.
  body: any;
}

export interface ApiCall {
  body?: unknown;
  token?: string;
  /** Repeated headers are lists. */
  headers?: Record<string, string | string[]>;
}

export interface WatchFrame {
  type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  // biome-ignore lint/suspicious/noExplicitAny: tests read objects of every kind.
  object: any & Partial<StatusBody>;
}

export interface WatchReader {
  code: number;
  /** The next frame; undefined when the stream ended or was cut. Rejects when none comes in time. */
  next(timeoutMs?: number): Promise<WatchFrame | undefined>;
  close(): void;
}

/** An answer that goes on, as text. */
export interface TextReader {
  received(): string;
  close(): void;
}

export interface ApiClient {
  (method: string, path: string, call?: ApiCall): Promise<ApiAnswer>;
  watch(path: string): Promise<WatchReader>;
  open(path: string): Promise<TextReader>;
  close(): void;
}

const PATCH_TYPES: Record<string, string> = {
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
  json: "application/json-patch+json",
  apply: "application/apply-patch+yaml",
};

/** The header of a patch type. */
export const patchHeaders = (type: keyof typeof PATCH_TYPES & string) => ({
  "content-type": PATCH_TYPES[type] ?? "",
});

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function readFrames(response: IncomingMessage): WatchReader["next"] {
  const frames: (WatchFrame | undefined)[] = [];
  const waiting: ((frame: WatchFrame | undefined) => void)[] = [];
  let buffer = "";
  let isOver = false;
  const push = (frame: WatchFrame | undefined) => {
    const reader = waiting.shift();
    if (reader) reader(frame);
    else frames.push(frame);
  };
  const end = () => {
    if (!isOver) push(undefined);
    isOver = true;
  };
  response.on("data", (chunk: Buffer) => {
    const lines = (buffer + chunk).split("\n");
    buffer = lines.pop() ?? "";
    for (const line of lines) push(JSON.parse(line));
  });
  response.on("end", end);
  response.on("error", end);
  response.on("close", end);
  return (timeoutMs = 30_000) => {
    if (frames.length > 0) return Promise.resolve(frames.shift());
    if (isOver) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(take), 1);
        reject(new Error("no frame in time"));
      }, timeoutMs);
      const take = (frame: WatchFrame | undefined) => {
        clearTimeout(timer);
        resolve(frame);
      };
      waiting.push(take);
    });
  };
}

/** A plain HTTPS client with keep-alive, which sees exactly what the server sends. */
export function createApiClient(url: string, caPem: string, defaultToken: string): ApiClient {
  const agent = new Agent({ ca: caPem, keepAlive: true });

  function send(method: string, path: string, call: ApiCall): Promise<IncomingMessage> {
    const body =
      call.body === undefined
        ? undefined
        : typeof call.body === "string"
          ? call.body
          : JSON.stringify(call.body);
    const token = call.token ?? defaultToken;
    const options: RequestOptions = {
      method,
      agent,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...call.headers,
      },
    };
    return new Promise((resolve, reject) => {
      const request = httpsRequest(new URL(path, url), options, resolve);
      request.on("error", reject);
      request.end(body);
    });
  }

  async function call(method: string, path: string, options: ApiCall = {}): Promise<ApiAnswer> {
    const response = await send(method, path, options);
    let text = "";
    for await (const chunk of response) text += chunk;
    return { code: response.statusCode ?? 0, headers: response.headers, body: parseBody(text) };
  }

  return Object.assign(call, {
    async watch(path: string) {
      const response = await send("GET", path, {});
      return {
        code: response.statusCode ?? 0,
        next: readFrames(response),
        close: () => void response.destroy(),
      };
    },
    async open(path: string) {
      const response = await send("GET", path, {});
      let text = "";
      response.on("data", (chunk: Buffer) => {
        text += chunk;
      });
      response.on("error", () => {});
      return { received: () => text, close: () => void response.destroy() };
    },
    close: () => agent.destroy(),
  });
}
