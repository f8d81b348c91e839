import type { LiveMessage, LiveTopic, subscribeInput } from "@horizon/contracts";
import { createTRPCClient, httpLink, TRPCClientError } from "@trpc/client";
import type { z } from "zod";
import type { AppRouter } from "../trpc/app-router.ts";

export interface LiveEvent {
  /** Null for tRPC's own events. */
  readonly id: string | null;
  readonly event: string;
  readonly data: unknown;
}

export interface LiveReader {
  readonly events: LiveEvent[];
  readonly messages: LiveMessage[];
  readonly lastId: () => string | null;
  /** Resolves when the server has ended the stream. */
  readonly ended: Promise<void>;
  close(): void;
}

/** A browser's view of ops-server: the typed calls, and the stream as bytes. */
export function createOpsClient(baseUrl: () => string, cookie: string | null, origin: string) {
  const headers = { origin, ...(cookie === null ? {} : { cookie }) };
  const trpc = createTRPCClient<AppRouter>({
    links: [
      // The port is another one after a restart.
      httpLink({
        url: "http://ops.test/api/trpc",
        headers,
        fetch: (url, init) => fetch(relocate(url, baseUrl()), init as RequestInit),
      }),
    ],
  });
  return {
    cookie,
    trpc,
    get: (path: string, init: RequestInit = {}) =>
      fetch(`${baseUrl()}${path}`, { ...init, headers: { ...headers, ...init.headers } }),
    follow: (topics: LiveTopic[], lastEventId?: string, { patches = false } = {}) =>
      follow(baseUrl(), headers, { topics, patches, ...(lastEventId ? { lastEventId } : {}) }),
  };
}
export type OpsClient = ReturnType<typeof createOpsClient>;

function relocate(url: Request | URL | string, base: string): string {
  return String(url instanceof Request ? url.url : url).replace("http://ops.test", base);
}

/** What a failed call told its caller; fails the test when the call succeeded. */
export async function errorOf(
  call: Promise<unknown>,
): Promise<{ appCode: string; message: string; data: Record<string, unknown> }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof TRPCClientError)) throw error;
    return { appCode: error.data?.appCode, message: error.message, data: error.data };
  }
  throw new Error("the call succeeded");
}

async function follow(
  base: string,
  headers: Record<string, string>,
  wish: z.input<typeof subscribeInput>,
): Promise<LiveReader> {
  const abort = new AbortController();
  const input = encodeURIComponent(JSON.stringify(wish));
  const response = await fetch(`${base}/api/trpc/live.subscribe?input=${input}`, {
    headers,
    signal: abort.signal,
  });
  const events: LiveEvent[] = [];
  const messages: LiveMessage[] = [];
  async function read(): Promise<void> {
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split(/\n\n+/);
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = parseEvent(block);
        if (!event) continue;
        events.push(event);
        if (event.event === "message") messages.push(event.data as LiveMessage);
      }
    }
  }
  // A cut connection ends the stream as well.
  const ended = read().catch(() => undefined);
  return {
    events,
    messages,
    lastId: () => events.findLast(({ id }) => id !== null)?.id ?? null,
    ended,
    close: () => abort.abort(),
  };
}

function parseEvent(block: string): LiveEvent | null {
  const fields = new Map(
    block
      .split("\n")
      .filter(Boolean)
      .map((line): [string, string] => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
      }),
  );
  const data = fields.get("data");
  if (data === undefined) return null;
  return {
    id: fields.get("id") ?? null,
    event: fields.get("event") ?? "message",
    data: data === "" ? null : JSON.parse(data),
  };
}
