import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { createLogger } from "@horizon/logger";
import { KubeConfig } from "@kubernetes/client-node";
import { type ClusterClient, createClusterClient } from "../client/cluster-client.ts";
import { createSystemClock } from "../kubernetes/clock.ts";

export interface ScriptedRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  rawHeaders: string[];
  body: string;
}

export interface ScriptedApiServer {
  requests: ScriptedRequest[];
  client: ClusterClient;
  url: string;
  /** Cuts every open connection without a word. */
  cutConnections(): void;
  connectionsOpened(): number;
  close(): Promise<void>;
}

export const silentLogger = createLogger("test", { level: "silent" });

/** A plain HTTP server in the test's hands, and a client for it. */
export async function startScriptedApiServer(
  answer: (request: ScriptedRequest, response: ServerResponse) => void,
  user: { token?: string } = { token: "first" },
): Promise<ScriptedApiServer> {
  const requests: ScriptedRequest[] = [];
  const sockets = new Set<Socket>();
  let opened = 0;
  const server = createServer((incoming, response) => {
    let body = "";
    incoming.on("data", (chunk) => {
      body += chunk;
    });
    incoming.on("end", () => {
      const url = new URL(incoming.url ?? "/", "http://localhost");
      const { headers, rawHeaders, method = "GET" } = incoming;
      const request = { method, path: url.pathname, query: url.searchParams, headers, rawHeaders, body };
      requests.push(request);
      answer(request, response);
    });
  });
  server.on("connection", (socket) => {
    opened++;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createClusterClient("test", () => kubeConfigFor(url, user), createSystemClock());
  return {
    requests,
    client,
    url,
    cutConnections() {
      for (const socket of sockets) socket.destroy();
    },
    connectionsOpened: () => opened,
    async close() {
      await client.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function kubeConfigFor(server: string, user: { token?: string }): KubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromOptions({
    clusters: [{ name: "test", server, skipTLSVerify: false }],
    users: [{ name: "test", ...user }],
    contexts: [{ name: "test", cluster: "test", user: "test" }],
    currentContext: "test",
  });
  return kubeConfig;
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

export function statusBody(code: number, reason: string, message = reason, details?: unknown) {
  return { kind: "Status", apiVersion: "v1", status: "Failure", code, reason, message, details };
}

export function sendStatus(response: ServerResponse, code: number, reason: string, message?: string) {
  sendJson(response, code, statusBody(code, reason, message));
}
