import { pipeline } from "node:stream/promises";
import type { KubeObject } from "../../store/object-store.ts";
import { objectsAt, readPath, textAt } from "../../store/read-path.ts";
import { badRequest } from "../../store/status-error.ts";
import { type ApiContext, integerParameter, isTrue, type Reply } from "../api-request.ts";
import type { LogLine, LogReadOptions } from "../log-source.ts";
import { chooseContainer } from "./choose-container.ts";

/** 400 while the container has not started, or when there is no previous instance. */
function checkContainerState(pod: KubeObject, container: string, previous: boolean): void {
  const status = [
    ...objectsAt(pod, ["status", "containerStatuses"]),
    ...objectsAt(pod, ["status", "initContainerStatuses"]),
    ...objectsAt(pod, ["status", "ephemeralContainerStatuses"]),
  ].find(({ name }) => name === container);
  const subject = `container ${JSON.stringify(container)} in pod ${JSON.stringify(pod.metadata.name)}`;
  const last = readPath(status, ["lastState", "terminated"]);
  if (previous && !last) throw badRequest(`previous terminated ${subject} not found`);
  const waiting = textAt(status, ["state", "waiting", "reason"]);
  if (!previous && !last && (waiting || !status)) {
    throw badRequest(`${subject} is waiting to start: ${waiting ?? "ContainerCreating"}`);
  }
}

function readOptions(query: URLSearchParams, nowMs: number): LogReadOptions {
  const tailLines = integerParameter(query, "tailLines");
  const sinceSeconds = integerParameter(query, "sinceSeconds");
  const sinceTime = query.get("sinceTime");
  if (sinceSeconds !== undefined && sinceTime)
    throw badRequest("at most one of `sinceTime` or `sinceSeconds` may be specified");
  if (tailLines !== undefined && tailLines < 0)
    throw badRequest("tailLines: must be greater than or equal to 0");
  const sinceMs = sinceTime ? Date.parse(sinceTime) : sinceSeconds && nowMs - sinceSeconds * 1000;
  if (sinceMs !== undefined && Number.isNaN(sinceMs)) throw badRequest("sinceTime: invalid time");
  return {
    follow: isTrue(query, "follow"),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(sinceMs === undefined ? {} : { sinceMs }),
  };
}

/** RFC 3339 with nine digits, as the kubelet writes it. */
const toNanoTime = (timeMs: number) => `${new Date(timeMs).toISOString().slice(0, -1)}000000Z`;

async function* toText(
  lines: AsyncIterator<LogLine>,
  first: IteratorResult<LogLine> | undefined,
  query: URLSearchParams,
): AsyncGenerator<Buffer> {
  const withTime = isTrue(query, "timestamps");
  let left = integerParameter(query, "limitBytes") ?? Number.POSITIVE_INFINITY;
  for (let step = first ?? (await lines.next()); !step.done && left > 0; step = await lines.next()) {
    const { timeMs, text } = step.value;
    const line = Buffer.from(withTime ? `${toNanoTime(timeMs)} ${text}\n` : `${text}\n`);
    const part = line.subarray(0, left);
    left -= part.length;
    yield part;
  }
}

/** The reader left, as readers of a log do. */
const isPrematureClose = (error: unknown) =>
  (error as NodeJS.ErrnoException).code === "ERR_STREAM_PREMATURE_CLOSE";

/**
 * `GET pods/x/log`. Unless it follows, the first line is awaited before the answer starts, so that a source's refusal
 * keeps its code.
 */
export async function readPodLog(
  context: ApiContext,
  pod: KubeObject,
  query: URLSearchParams,
): Promise<Reply> {
  const container = chooseContainer(pod, query.get("container"));
  const previous = isTrue(query, "previous");
  checkContainerState(pod, container, previous);
  const options = readOptions(query, context.clock.now());
  integerParameter(query, "limitBytes");
  const { name, namespace = "" } = pod.metadata;
  const source = context.logs.read({ namespace, pod: name, container, previous }, options);
  const lines = source[Symbol.asyncIterator]();
  const first = options.follow ? undefined : await lines.next();
  return {
    async stream(response) {
      response.on("close", () => void lines.return?.());
      response.setHeader("content-type", "text/plain");
      response.flushHeaders();
      try {
        await pipeline(toText(lines, first, query), response);
      } catch (error) {
        if (!isPrematureClose(error)) throw error;
      } finally {
        await lines.return?.();
      }
    },
  };
}
