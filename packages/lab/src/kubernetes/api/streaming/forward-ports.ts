import type { Duplex } from "node:stream";
import { createWebSocketStream } from "ws";
import { textAt } from "../../store/read-path.ts";
import { badRequest, notFound } from "../../store/status-error.ts";
import type { ApiContext } from "../api-request.ts";
import { type ContainerRuntime, type PodReference, RuntimeError } from "../container-runtime.ts";
import type { ResourceTarget } from "../resource-request.ts";
import type { SpdyHeaders } from "./spdy/header-codec.ts";
import { serveSpdy } from "./spdy/serve-spdy.ts";
import type { StreamTask } from "./stream-task.ts";

const PROTOCOL = "portforward.k8s.io";

/** Why a port could not be reached, as the kubelet says it. */
const sayFailed = (port: number, pod: PodReference, why: string) =>
  `error forwarding port ${port} to pod ${pod.pod}, uid : ${why}`;

/**
 * Connects a client to ports of a pod. For each of its connections the client opens two streams with one `requestid`:
 * first the one on which it is told of errors, then that of the data.
 */
function forwardPorts(
  connection: Duplex,
  containers: ContainerRuntime | undefined,
  pod: PodReference,
): Promise<void> {
  const errorStreams = new Map<string, Duplex>();

  function connect(data: Duplex, headers: SpdyHeaders): void {
    const requestId = headers.get("requestid") ?? "";
    const errors = errorStreams.get(requestId);
    errorStreams.delete(requestId);
    const port = Number(headers.get("port"));
    try {
      if (!containers) throw new RuntimeError("dial tcp: connect: connection refused");
      containers.connect(pod, port, data);
      data.on("close", () => errors?.end());
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      errors?.end(sayFailed(port, pod, error.message));
      data.end();
    }
  }

  return serveSpdy(connection, (stream, headers) => {
    const type = headers.get("streamtype");
    if (type === "error") errorStreams.set(headers.get("requestid") ?? "", stream.resume());
    else if (type === "data") connect(stream, headers);
    else stream.destroy();
  });
}

/** Reads a `portforward`: 404 without the pod, 400 before it has a node. The ports are said by the streams. */
export function portForwardTask(
  context: ApiContext,
  { kind, namespace = "", name = "" }: ResourceTarget,
): StreamTask {
  const pod = context.store.find("pods", namespace, name);
  if (!pod) throw notFound(kind, name);
  if (!textAt(pod, ["spec", "nodeName"])) throw badRequest(`pod ${name} does not have a host assigned`);
  const overSpdy = (connection: Duplex) =>
    forwardPorts(connection, context.containers, { namespace, pod: name });
  return {
    webSocketProtocols: [`SPDY/3.1+${PROTOCOL}`],
    overWebSocket: (socket) => overSpdy(createWebSocketStream(socket)),
    spdyProtocols: [PROTOCOL],
    overSpdy,
  };
}
