import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { badRequest, type StatusError, toStatusError } from "../../store/status-error.ts";
import { admitRequest, type RequestTrace, toAuditEntry, urlOf } from "../admit-request.ts";
import type { ApiContext } from "../api-request.ts";
import type { AuditEntry } from "../audit-log.ts";
import type { AuthConfig } from "../auth/authenticate.ts";
import { forbidden } from "../auth/forbidden.ts";
import { authorize } from "../auth/rbac.ts";
import { isStreaming } from "../resource-request.ts";
import { CHANNEL_PROTOCOLS, openCommandChannels } from "./command-channels.ts";
import { type ContainerTask, containerTask } from "./run-in-container.ts";

const MAX_MESSAGE_BYTES = 1024 * 1024;

/** Whether a request asks for a subresource that is answered with streams. */
export const isStreamingRequest = (request: IncomingMessage): boolean =>
  /\/pods\/[^/]+\/(exec|attach)$/.test(urlOf(request).pathname);

const protocolsOf = ({ headers }: IncomingMessage) =>
  (headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());

function refuse(socket: Socket, error: StatusError): void {
  const body = JSON.stringify(error.toBody());
  const head = [
    `HTTP/1.1 ${error.code} ${STATUS_CODES[error.code] ?? ""}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

async function perform(task: ContainerTask, webSocket: WebSocket): Promise<void> {
  const { streams, finish } = openCommandChannels(webSocket, task.wanted);
  webSocket.on("close", () => streams.stdout.destroy());
  await finish(await task.run(streams));
}

/** Answers requests that ask for another protocol: commands in containers, over WebSockets. */
export function createUpgradeAnswers(
  context: ApiContext,
  auth: AuthConfig,
  onAnswer: (entry: AuditEntry) => void,
): { answer(request: IncomingMessage, socket: Socket, head: Buffer): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (offered) => CHANNEL_PROTOCOLS.find((name) => offered.has(name)) ?? false,
  });

  function readTask(request: IncomingMessage, trace: RequestTrace): ContainerTask {
    const { target, user, attributes } = admitRequest(context, auth, request, trace);
    if (target.type !== "resource" || !isStreaming(target.subresource) || "path" in attributes) {
      throw badRequest("Upgrade request required");
    }
    // A WebSocket is opened with GET: what it does is nonetheless a `create`.
    const creating = { ...attributes, verb: "create" };
    if (!authorize(context.store, user, creating).allowed) throw forbidden(user, creating);
    const task = containerTask(context, target, urlOf(request).searchParams);
    if (request.headers.upgrade?.toLowerCase() !== "websocket") {
      throw badRequest(`unable to upgrade: this server speaks WebSocket, not ${request.headers.upgrade}`);
    }
    const offered = protocolsOf(request);
    if (offered.some((name) => CHANNEL_PROTOCOLS.includes(name))) return task;
    const [ours, theirs] = [CHANNEL_PROTOCOLS, offered].map((names) => `[${names.join(" ")}]`);
    throw badRequest(`unable to negotiate protocol: client supports ${theirs}, server supports ${ours}`);
  }

  return {
    answer(request, socket, head) {
      const trace: RequestTrace = {};
      // A client may go at any time: whoever writes to it then is told by the stream.
      socket.on("error", () => socket.destroy());
      try {
        const task = readTask(request, trace);
        sockets.handleUpgrade(request, socket, head, (webSocket) => {
          webSocket.on("error", () => webSocket.terminate());
          perform(task, webSocket).catch(() => webSocket.close(1011));
        });
        onAnswer(toAuditEntry(context, request, trace, 101));
      } catch (error) {
        const status = toStatusError(error);
        onAnswer(toAuditEntry(context, request, trace, status.code));
        refuse(socket, status);
      }
    },
  };
}
