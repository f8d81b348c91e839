import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type PodReference, RuntimeError } from "../../api/container-runtime.ts";
import type { Container, Pod } from "../../controllers/pod.ts";
import type { ObjectStore } from "../../store/object-store.ts";

interface Listening {
  reference: PodReference;
  container: string;
}

/** The container of a pod that listens on a port: one that runs and says so. */
function findListener(pod: Pod | undefined, port: number): Container | undefined {
  const isRunning = ({ name }: Container) =>
    pod?.status?.containerStatuses?.some((status) => status.name === name && status.state.running);
  return pod?.spec.containers.find(
    (container) =>
      isRunning(container) && container.ports?.some(({ containerPort }) => containerPort === port),
  );
}

/**
 * What listens in simulated pods: HTTP that answers the container's probes as their state is, and knows no other path.
 */
export function createSimulatedPorts(store: ObjectStore) {
  const listening = new WeakMap<object, Listening>();
  const findPod = ({ namespace, pod }: PodReference) => store.find<Pod>("pods", namespace, pod);

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { reference, container: name } = listening.get(request.socket) ?? {};
    const pod = reference && findPod(reference);
    const container = pod?.spec.containers.find((candidate) => candidate.name === name);
    const [path] = (request.url ?? "/").split("?");
    const isReady = pod?.status?.containerStatuses?.some((status) => status.name === name && status.ready);
    const asks = (probe: Container["readinessProbe"]) =>
      probe?.httpGet !== undefined && (probe.httpGet.path ?? "/") === path;
    const code = asks(container?.readinessProbe)
      ? isReady
        ? 200
        : 503
      : asks(container?.livenessProbe)
        ? 200
        : 404;
    const status = { 200: "ok", 404: "not found", 503: "unavailable" }[code];
    response.writeHead(code, { "content-type": "application/json" }).end(`${JSON.stringify({ status })}\n`);
  }

  const server = createServer(answer);
  return {
    /** Hands a connection over. Throws a `RuntimeError` where nothing listens. */
    connect(reference: PodReference, port: number, connection: Duplex): void {
      const container = findListener(findPod(reference), port);
      if (!container) {
        throw new RuntimeError(
          `failed to execute portforward in network namespace: failed to connect to localhost:${port} inside namespace, IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address`,
        );
      }
      listening.set(connection, { reference, container: container.name });
      server.emit("connection", connection);
    },
  };
}
