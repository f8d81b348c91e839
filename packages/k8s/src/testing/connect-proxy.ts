import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/** An HTTP proxy of one target in the test's hands: wherever a client wants to go by CONNECT, it gets there. */
export interface ConnectProxy {
  url: string;
  /** Where clients wanted to go, in order, and by which credentials. */
  connects: { to: string; authorization: string | undefined }[];
  /** Answers so to every CONNECT from now on; `silent` answers nothing. */
  refuse(answer: number | "silent" | null): void;
  close(): Promise<void>;
}

export async function startConnectProxy(targetUrl: string): Promise<ConnectProxy> {
  const targetPort = Number(new URL(targetUrl).port);
  const connects: ConnectProxy["connects"] = [];
  const sockets = new Set<Socket>();
  let refusal: number | "silent" | null = null;
  const server = createServer((_request, response) => void response.writeHead(501).end());
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("connect", ({ url: to = "", headers }, client: Socket) => {
    connects.push({ to, authorization: headers["proxy-authorization"] });
    client.on("error", () => client.destroy());
    if (refusal === "silent") return;
    if (refusal !== null) return void client.end(`HTTP/1.1 ${refusal} No\r\n\r\n`);
    const upstream = connect(targetPort, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    upstream.on("close", () => client.destroy());
    client.on("close", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connects,
    refuse(answer) {
      refusal = answer;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
