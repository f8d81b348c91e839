import { logQuery } from "@horizon/contracts";
import { AppError, toPublicError } from "@horizon/errors";
import { type Clock, streamWorkloadLogs } from "@horizon/k8s";
import type { Request, Response } from "express";
import { watchSession } from "../../auth/watch-session.ts";
import { getCachedWorkload } from "../../estate/find-workload.ts";
import { openEventStream } from "../../http/event-stream.ts";
import { requestIdOf, traceIdOf } from "../../http/request-id.ts";
import { whenDrained } from "../../http/when-drained.ts";
import type { OpsContext } from "../../ops-context.ts";
import { createRequestContext } from "../../trpc/request-context.ts";

const pingIntervalMs = 15_000;

/**
 * `GET /api/stream/logs`: the logs of a workload's pods merged by time, as events `line`, `notice` and `end`. The
 * cluster sees the person who reads. A reader that is behind slows the reading down; one that leaves ends it at once.
 */
export function logStreamRoute(ops: OpsContext, clock: Clock) {
  return async (req: Request, res: Response): Promise<void> => {
    const signedIn = await createRequestContext(ops, req, res).getReader();
    const { member } = signedIn;
    const parsed = logQuery.safeParse(req.query);
    if (!parsed.success)
      throw new AppError("INVALID_INPUT", "The query is not valid.", { cause: parsed.error });
    const { environment, kind, namespace, name, pod, ...options } = parsed.data;
    const { cluster, workload } = getCachedWorkload(ops.estate, { environment, kind, namespace, name });
    const release = ops.logStreams.open(member.id);
    const closed = new AbortController();
    res.once("close", () => closed.abort());
    const stream = openEventStream(res, ops.metrics.countStreamBytes);
    const session = watchSession(ops, signedIn);
    const ping = setInterval(() => stream.write(": ping\n\n"), pingIntervalMs);
    const { container, sinceTime, ...rest } = options;
    try {
      await streamWorkloadLogs({
        ...rest,
        ...(container === undefined ? {} : { container }),
        ...(sinceTime === undefined ? {} : { sinceTime }),
        client: cluster.client,
        clock,
        as: { user: member.email, groups: [`horizon:${member.role}`] },
        signal: AbortSignal.any([closed.signal, ops.shutdown, session.lost]),
        listPods: () =>
          cluster.cache.index
            .listPods(workload.object.metadata.uid)
            .filter((one) => pod === undefined || one.name === pod),
        onPodsChanged: (listener) =>
          cluster.cache.subscribe({
            onRows: (changes) => {
              if (changes.some((change) => change.kind === "pod" && change.row.namespace === namespace))
                listener();
            },
          }),
        async emit({ lines, notices }) {
          const events = [
            ...notices.map((notice) => `event: notice\ndata: ${JSON.stringify(notice)}\n\n`),
            ...lines.map((line) => `event: line\nid: ${line.id}\ndata: ${JSON.stringify(line)}\n\n`),
          ];
          if (!stream.write(events.join(""))) await whenDrained(res);
        },
      });
      // A reader whose session is over is not told that the logs are: it comes back and is asked to sign in.
      if (!session.lost.aborted) stream.write("event: end\ndata: {}\n\n");
    } catch (error) {
      ops.logger.warn(
        { err: error, requestId: requestIdOf(res), traceId: traceIdOf(res) },
        "a log stream ended early",
      );
      const { message } = toPublicError(error);
      stream.write(`event: notice\ndata: ${JSON.stringify({ kind: "unavailable", message })}\n\n`);
    } finally {
      session.stop();
      clearInterval(ping);
      release();
      res.end();
    }
  };
}
