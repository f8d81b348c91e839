import { createHash } from "node:crypto";
import type { Clock } from "../../../world/clock.ts";
import { type ContainerReference, type ContainerRuntime, RuntimeError } from "../../api/container-runtime.ts";
import type { Container, Pod } from "../../controllers/pod.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import type { NodeFaults } from "../node-faults.ts";
import { containerEnvironment } from "./container-environment.ts";
import { containerFiles } from "./container-files.ts";
import { PROGRAMS } from "./programs.ts";
import { createSimulatedPorts } from "./simulated-ports.ts";

export interface SimulatedContainersOptions {
  store: ObjectStore;
  clock: Clock;
  faults: NodeFaults;
}

const unreachable = (pod: Pod) =>
  new RuntimeError(`error dialing backend: dial tcp ${pod.status?.hostIP}:10250: i/o timeout`);

/** Finds a container that runs, in the kubelet's words where there is none. */
function getRunning({ store, faults }: SimulatedContainersOptions, reference: ContainerReference) {
  const pod = store.find<Pod>("pods", reference.namespace, reference.pod);
  const containers: Container[] = [...(pod?.spec.containers ?? []), ...(pod?.spec.initContainers ?? [])];
  const container = containers.find(({ name }) => name === reference.container);
  const statuses = [...(pod?.status?.containerStatuses ?? []), ...(pod?.status?.initContainerStatuses ?? [])];
  const status = statuses.find(({ name }) => name === reference.container);
  if (!pod || !container || !status?.state.running) {
    throw new RuntimeError(
      `unable to upgrade connection: container not found (${JSON.stringify(reference.container)})`,
    );
  }
  if (faults.isLost(pod.spec.nodeName ?? "")) {
    throw unreachable(pod);
  }
  return { pod, container };
}

/** The part of a command that its first word stands for; an error in the words of the container runtime without it. */
function findProgram(command: readonly string[], reference: ContainerReference) {
  const [word = ""] = command;
  const name = /^\/(?:usr\/)?bin\/([^/]+)$/.exec(word)?.[1] ?? word;
  const program = PROGRAMS.get(name);
  if (program) return program;
  const why = word.includes("/")
    ? `stat ${word}: no such file or directory`
    : "executable file not found in $PATH";
  const id = createHash("sha256")
    .update(JSON.stringify([reference, command]))
    .digest("hex");
  throw new RuntimeError(
    `error executing command in container: failed to exec in container: failed to start exec ${JSON.stringify(id)}: OCI runtime exec failed: exec failed: unable to start container process: exec: ${JSON.stringify(word)}: ${why}: unknown`,
  );
}

/** Containers that hold a few programs, the files that Kubernetes gives them, and their environment. */
export function createSimulatedContainers(options: SimulatedContainersOptions): ContainerRuntime {
  const { store, clock, faults } = options;
  const ports = createSimulatedPorts(store);
  return {
    connect(reference, port, connection) {
      const pod = store.find<Pod>("pods", reference.namespace, reference.pod);
      if (pod && faults.isLost(pod.spec.nodeName ?? "")) throw unreachable(pod);
      ports.connect(reference, port, connection);
    },
    async run(reference, command, streams) {
      const { pod, container } = getRunning(options, reference);
      const program = findProgram(command, reference);
      return program({
        args: command.slice(1),
        environment: containerEnvironment(store, pod, container),
        files: containerFiles(store, pod, container),
        nowMs: clock.now(),
        streams,
      });
    },
  };
}
