import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Upstream {
  url: string;
  requests: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[];
  /** Set by a test; answers everything. */
  answer: (req: IncomingMessage, res: ServerResponse, body: string) => void;
  close(): Promise<void>;
}

/** What a service answers that has nothing to say. */
export const answerOk: Upstream["answer"] = (_req, res) => {
  res.setHeader("content-type", "application/json");
  res.setHeader("x-powered-by", "express");
  res.end('{"ok":true}');
};

/** A service as the gateway sees it: something that answers HTTP, well or badly. */
export async function startUpstream(): Promise<Upstream> {
  const upstream: Upstream = { url: "", requests: [], answer: answerOk, close: async () => undefined };
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("error", () => undefined);
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      upstream.requests.push({ method: req.method ?? "", url: req.url ?? "", headers: req.headers, body });
      upstream.answer(req, res, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  upstream.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  upstream.close = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return upstream;
}
