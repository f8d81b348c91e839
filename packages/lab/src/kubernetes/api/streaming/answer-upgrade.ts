import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { WebSocketServer } from "ws";
import { badRequest, type StatusError, toStatusError } from "../../store/status-error.ts";
import { admitRequest, type RequestTrace, toAuditEntry, urlOf } from "../admit-request.ts";
import type { ApiContext } from "../api-request.ts";
import type { AuditEntry } from "../audit-log.ts";
import type { AuthConfig } from "../auth/authenticate.ts";
import { forbidden } from "../auth/forbidden.ts";
import { authorize } from "../auth/rbac.ts";
import { isStreaming } from "../resource-request.ts";
import { portForwardTask } from "./forward-ports.ts";
import { containerTask } from "./run-in-container.ts";
import type { StreamTask } from "./stream-task.ts";

const MAX_MESSAGE_BYTES = 1024 * 1024;

/** Whether a request asks for a subresource that is answered with streams. */
export const isStreamingRequest = (request: IncomingMessage): boolean =>
  /\/pods\/[^/]+\/(exec|attach|portforward)$/.test(urlOf(request).pathname);

function namesIn(header: string | string[] | undefined): string[] {
  return [header ?? []].flat().flatMap((line) => line.split(",").map((name) => name.trim()));
}

function headOf(code: number, headers: Record<string, string | number>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${code} ${STATUS_CODES[code] ?? ""}`, ...lines, "", ""].join("\r\n");
}

function refuse(socket: Socket, error: StatusError): void {
  const body = JSON.stringify(error.toBody());
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    connection: "close",
  };
  socket.end(`${headOf(error.code, headers)}${body}`);
}

/** The first of ours that the client speaks too; 400 without one. */
function chooseProtocol(ours: readonly string[], theirs: readonly string[]): string {
  const common = ours.find((name) => theirs.includes(name));
  if (common !== undefined) return common;
  const [client, server] = [theirs, ours].map((names) => `[${names.join(" ")}]`);
  throw badRequest(
    `unable to upgrade: unable to negotiate protocol: client supports ${client}, server accepts ${server}`,
  );
}

/** Answers requests that ask for another protocol: work in pods, over WebSockets or SPDY/3.1. */
export function createUpgradeAnswers(
  context: ApiContext,
  auth: AuthConfig,
  onAnswer: (entry: AuditEntry) => void,
): { answer(request: IncomingMessage, socket: Socket, head: Buffer): void } {
  function readTask(request: IncomingMessage, trace: RequestTrace): StreamTask {
    const { target, user, attributes } = admitRequest(context, auth, request, trace);
    if (target.type !== "resource" || !isStreaming(target.subresource) || "path" in attributes) {
      throw badRequest("Upgrade request required");
    }
    // A WebSocket is opened with GET: what it does is nonetheless a `create`.
    const creating = { ...attributes, verb: "create" };
    if (!authorize(context.store, user, creating).allowed) throw forbidden(user, creating);
    if (target.subresource === "portforward") return portForwardTask(context, target);
    return containerTask(context, target, urlOf(request).searchParams);
  }

  function openWebSocket(task: StreamTask, request: IncomingMessage, socket: Socket, head: Buffer): void {
    const protocol = chooseProtocol(
      task.webSocketProtocols,
      namesIn(request.headers["sec-websocket-protocol"]),
    );
    const server = new WebSocketServer({
      noServer: true,
      maxPayload: MAX_MESSAGE_BYTES,
      handleProtocols: () => protocol,
    });
    server.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on("error", () => webSocket.terminate());
      task.overWebSocket(webSocket).catch(() => webSocket.close(1011));
    });
  }

  function openSpdy(task: StreamTask, request: IncomingMessage, socket: Socket, head: Buffer): void {
    const name = "x-stream-protocol-version";
    const protocol = chooseProtocol(task.spdyProtocols, namesIn(request.headers[name]));
    socket.write(headOf(101, { connection: "Upgrade", upgrade: "SPDY/3.1", [name]: protocol }));
    if (head.length > 0) socket.unshift(head);
    task.overSpdy(socket).catch(() => socket.destroy());
  }

  function open(task: StreamTask, request: IncomingMessage, socket: Socket, head: Buffer): void {
    const wanted = request.headers.upgrade?.toLowerCase();
    if (wanted === "websocket") openWebSocket(task, request, socket, head);
    else if (wanted === "spdy/3.1") openSpdy(task, request, socket, head);
    else throw badRequest(`unable to upgrade: ${request.headers.upgrade} is not spoken here`);
  }

  return {
    answer(request, socket, head) {
      const trace: RequestTrace = {};
      // A client may go at any time: whoever writes to it then is told by the stream.
      socket.on("error", () => socket.destroy());
      try {
        open(readTask(request, trace), request, socket, head);
        onAnswer(toAuditEntry(context, request, trace, 101));
      } catch (error) {
        const status = toStatusError(error);
        onAnswer(toAuditEntry(context, request, trace, status.code));
        refuse(socket, status);
      }
    },
  };
}
