import { type ClientRequest, request } from "node:http";

export interface SseSubscriber {
  bytes: number;
  lastEventId: string | null;
  disconnect(): void;
}

/** One browser tab, without a browser: the raw event stream of `live.subscribe`. */
export function subscribe(options: {
  baseUrl: string;
  cookie: string;
  topics: string[];
  lastEventId?: string | null;
  onData: (data: string, receivedAtMs: number) => void;
  onOpen?: () => void;
  onClose?: () => void;
}): SseSubscriber {
  const input = {
    topics: options.topics,
    hidden: false,
    patches: true,
    lastEventId: options.lastEventId ?? null,
  };
  const url = `${options.baseUrl}/api/trpc/live.subscribe?input=${encodeURIComponent(JSON.stringify(input))}`;
  const subscriber: SseSubscriber = {
    bytes: 0,
    lastEventId: options.lastEventId ?? null,
    disconnect: () => call.destroy(),
  };
  const call: ClientRequest = request(
    url,
    { headers: { cookie: options.cookie, accept: "text/event-stream" }, agent: false },
    (response) => {
      let rest = "";
      response.setEncoding("utf8");
      options.onOpen?.();
      response.on("data", (chunk: string) => {
        subscriber.bytes += chunk.length;
        const receivedAtMs = performance.now();
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          if (line.startsWith("id: ")) subscriber.lastEventId = line.slice(4);
          else if (line.startsWith("data: ")) options.onData(line.slice(6), receivedAtMs);
        }
      });
      response.on("error", () => undefined);
    },
  );
  call.on("error", () => undefined);
  call.once("close", () => options.onClose?.());
  call.end();
  return subscriber;
}
