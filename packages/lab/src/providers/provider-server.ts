import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A stand-in of one provider. It sees the path without its mount. */
export type ProviderHandler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

export interface ProviderServer {
  url: string;
  close(): Promise<void>;
}

/** Serves the stand-ins of the backend's providers on the loopback interface, each at `/<name>`. */
export async function startProviderServer({
  mounts,
  port,
}: {
  mounts: Readonly<Record<string, ProviderHandler>>;
  port: number;
}): Promise<ProviderServer> {
  const server = createServer((req, res) => {
    const [, name = "", rest = ""] = /^\/([\w-]+)(.*)$/s.exec(req.url ?? "") ?? [];
    const handler = Object.hasOwn(mounts, name) ? mounts[name] : undefined;
    if (handler === undefined) {
      res.statusCode = 404;
      res.end(`No provider is mounted here. There are: ${Object.keys(mounts).join(", ")}.\n`);
      return;
    }
    req.url = rest.startsWith("/") ? rest : `/${rest}`;
    Promise.resolve(handler(req, res)).catch((error: unknown) => {
      console.error(`provider ${name}:`, error);
      res.statusCode = 500;
      res.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
