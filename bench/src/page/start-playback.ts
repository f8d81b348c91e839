import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { RecordedFlush } from "./record-flushes.ts";

export interface Playback {
  readonly url: string;
  /** Begins to send, one flush each interval; what it returns ends it. */
  play(): () => { flushes: number; rows: number };
  close(): Promise<void>;
}

/**
 * The console as it is, but for the live stream: that says what was recorded, at the pace at which it was said. So a
 * browser can be measured while what the servers do for 800 changes a second is not done on the same cores.
 */
export async function startPlayback(
  consoleUrl: string,
  recorded: readonly RecordedFlush[],
  intervalMs: number,
): Promise<Playback> {
  const streams = new Map<ServerResponse, { epoch: string; seq: number }>();
  const server = createServer((req, res) => {
    if (req.url?.startsWith("/api/trpc/live.subscribe")) openStream(req, res);
    else pass(req, res);
  });

  function openStream(req: IncomingMessage, res: ServerResponse): void {
    const input = new URL(req.url ?? "", consoleUrl).searchParams.get("input") ?? "{}";
    const { lastEventId } = JSON.parse(input) as { lastEventId?: string | null };
    const [epoch = "none", seq = "0"] = (lastEventId ?? "").split(":");
    const place = { epoch, seq: Number(seq) };
    streams.set(res, place);
    res.once("close", () => streams.delete(res));
    res.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    res.write(`event: connected\ndata: {}\n\n`);
    send(res, { type: "synced", ...place });
  }
  function send(res: ServerResponse, message: object): void {
    const place = streams.get(res);
    res.write(`data: ${JSON.stringify(message)}\nid: ${place?.epoch}:${place?.seq}\n\n`);
  }
  function pass(req: IncomingMessage, res: ServerResponse): void {
    const { hostname, port } = new URL(consoleUrl);
    const { method, headers, url: path } = req;
    const onward = request({ hostname, port, method, path, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    onward.once("error", () => res.destroy());
    req.pipe(onward);
  }

  server.listen(0, "localhost");
  await once(server, "listening");
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    play() {
      let flushes = 0;
      let rows = 0;
      const timer = setInterval(() => {
        const flush = recorded[flushes % recorded.length];
        if (!flush) return;
        flushes += 1;
        rows += flush.rows;
        for (const [res, place] of streams) {
          place.seq += 1;
          for (const message of flush.messages) send(res, { ...message, seq: place.seq });
        }
      }, intervalMs);
      return () => {
        clearInterval(timer);
        return { flushes, rows };
      };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
