import type { KubeObject } from "../../store/object-store.ts";
import { textAt } from "../../store/read-path.ts";
import { badRequest, notFound } from "../../store/status-error.ts";
import { type ApiContext, isTrue } from "../api-request.ts";
import { type CommandStreams, type ContainerReference, RuntimeError } from "../container-runtime.ts";
import type { ResourceTarget } from "../resource-request.ts";
import { chooseContainer } from "../subresources/choose-container.ts";
import { CHANNEL_PROTOCOLS, commandOverWebSocket, type WantedStreams } from "./command-channels.ts";
import { commandOverSpdy } from "./command-over-spdy.ts";
import { exitStatus, failureStatus } from "./command-status.ts";
import type { StreamTask } from "./stream-task.ts";

function wantedStreams(query: URLSearchParams): WantedStreams {
  const wanted = {
    stdin: isTrue(query, "stdin"),
    stdout: isTrue(query, "stdout"),
    stderr: isTrue(query, "stderr") && !isTrue(query, "tty"),
  };
  if (wanted.stdin || wanted.stdout || wanted.stderr) return wanted;
  throw badRequest("you must specify at least 1 of stdin, stdout, stderr");
}

function findContainer(context: ApiContext, target: ResourceTarget, query: URLSearchParams) {
  const { kind, namespace = "", name = "" } = target;
  const pod = context.store.find<KubeObject>("pods", namespace, name);
  if (!pod) throw notFound(kind, name);
  const container = chooseContainer(pod, query.get("container"));
  if (!textAt(pod, ["spec", "nodeName"])) throw badRequest(`pod ${name} does not have a host assigned`);
  return { namespace, pod: name, container };
}

async function execute(
  { containers }: ApiContext,
  reference: ContainerReference,
  command: string[],
  streams: CommandStreams,
): Promise<object> {
  try {
    if (!containers) throw new RuntimeError("error dialing backend: dial tcp: connect: connection refused");
    return exitStatus(await containers.run(reference, command, streams));
  } catch (error) {
    return failureStatus(error);
  }
}

/** What the main process of a container writes from now on, until it ends or nobody reads any more. */
async function follow(
  { logs }: ApiContext,
  reference: ContainerReference,
  { stdin, stdout }: CommandStreams,
): Promise<object> {
  const lines = logs.read({ ...reference, previous: false }, { follow: true, tailLines: 0 });
  const source = lines[Symbol.asyncIterator]();
  stdout.on("close", () => void source.return?.());
  stdin.resume();
  for (let step = await source.next(); !step.done; step = await source.next()) {
    stdout.write(`${step.value.text}\n`);
  }
  return exitStatus(0);
}

/** Reads an `exec` or `attach`: 400 for what cannot be meant, 404 without the pod. */
export function containerTask(
  context: ApiContext,
  target: ResourceTarget,
  query: URLSearchParams,
): StreamTask {
  const command = query.getAll("command");
  const isExec = target.subresource === "exec";
  if (isExec && command.length === 0)
    throw badRequest("you must specify at least one command for the container");
  const wanted = wantedStreams(query);
  const reference = findContainer(context, target, query);
  const run = (streams: CommandStreams) =>
    isExec ? execute(context, reference, command, streams) : follow(context, reference, streams);
  return {
    webSocketProtocols: CHANNEL_PROTOCOLS,
    overWebSocket: (socket) => commandOverWebSocket(socket, wanted, run),
    spdyProtocols: ["v4.channel.k8s.io"],
    overSpdy: (connection) => commandOverSpdy(connection, wanted, run),
  };
}
