import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface OpenServer {
  readonly url: string;
  /** While true every connection is cut, as when the host is gone. */
  isDown: boolean;
  handle: (req: IncomingMessage, res: ServerResponse) => void;
  close(): Promise<void>;
}

/** A server on the loopback interface whose address is known before what it answers: an issuer's name is its address. */
export async function openServer(): Promise<OpenServer> {
  const server = createServer((req, res) => {
    if (opened.isDown) req.socket.destroy();
    else opened.handle(req, res);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const opened: OpenServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    isDown: false,
    handle: (_req, res) => void res.writeHead(503).end(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return opened;
}
