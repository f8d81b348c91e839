import { serviceNames, serviceSchemas } from "@horizon/contracts/backend";
import { decideDeadLetter, listDeadLetters } from "@horizon/db/worker";
import { z } from "zod";
import { type Route, routesOf } from "../../../platform/route.ts";
import type { WorkerContext } from "../context.ts";
import { workerProblems } from "../problems.ts";

const { serviceRoute } = routesOf<WorkerContext>();
const callers = ["worker-service"] as const;
const sources = Object.values(serviceSchemas);

const deadLetter = z.strictObject({
  source: z.enum(sources),
  consumer: z.enum(serviceNames),
  event_id: z.uuid(),
  type: z.string(),
  aggregate_id: z.uuid(),
  attempts: z.int(),
  error: z.string().nullable(),
  occurred_at: z.iso.datetime(),
});

/** Internal: the operator's command line holds a service token. A person decides what becomes of an event that failed. */
export const deadLetterRoutes: Route<WorkerContext>[] = [
  serviceRoute({
    method: "get",
    path: "/internal/dead-letters",
    operationId: "listDeadLetters",
    summary: "Events that no attempt got through",
    callers,
    responses: { 200: z.strictObject({ data: z.array(deadLetter) }) },
    handler: async (_context, { db }) => {
      const found = await Promise.all(sources.map((source) => listDeadLetters(db, source, 200)));
      const data = found.flat().map((letter) => ({
        source: letter.source,
        consumer: letter.consumer,
        event_id: letter.eventId,
        type: letter.type,
        aggregate_id: letter.aggregateId,
        attempts: letter.attempts,
        error: letter.error,
        occurred_at: letter.occurredAt.toISOString(),
      }));
      return { status: 200, body: { data } };
    },
  }),
  ...(["replay", "skip"] as const).map((decision) =>
    serviceRoute({
      method: "post",
      path: `/internal/dead-letters/:source/:consumer/:eventId/${decision}`,
      operationId: `${decision}DeadLetter`,
      summary:
        decision === "replay" ? "Tries it anew" : "Gives it up, so that later events of its aggregate pass",
      callers,
      params: z.strictObject({ source: z.enum(sources), consumer: z.enum(serviceNames), eventId: z.uuid() }),
      responses: { 204: null },
      problems: ["dead_letter.not_dead"],
      handler: async (_context, { db, params: { eventId, ...route }, log }) => {
        const state = decision === "replay" ? "pending" : "skipped";
        if (!(await decideDeadLetter(db, route, eventId, state)))
          throw workerProblems.problem("dead_letter.not_dead");
        log.warn({ ...route, eventId, decision }, "a person decided on a dead letter");
        return { status: 204 };
      },
    }),
  ),
];
