import { listJobStates } from "@horizon/db/worker";
import { z } from "zod";
import { routesOf } from "../../../platform/route.ts";
import type { WorkerContext } from "../context.ts";

const { serviceRoute } = routesOf<WorkerContext>();

/** When each job last ran, and how it went. */
export const scheduleRoute = serviceRoute({
  method: "get",
  path: "/internal/schedule",
  operationId: "getSchedule",
  summary: "The jobs of all services and their last runs",
  callers: ["worker-service"],
  responses: {
    200: z.strictObject({
      data: z.array(
        z.strictObject({
          service: z.string(),
          job: z.string(),
          run_key: z.string().nullable(),
          started_at: z.iso.datetime().nullable(),
          ended_at: z.iso.datetime().nullable(),
          done: z.int().nullable(),
          error: z.string().nullable(),
          failures: z.int(),
        }),
      ),
    }),
  },
  handler: async (_context, { db }) => {
    const data = (await listJobStates(db)).map((state) => ({
      service: state.service,
      job: state.job,
      run_key: state.runKey,
      started_at: state.lastStartedAt?.toISOString() ?? null,
      ended_at: state.lastEndedAt?.toISOString() ?? null,
      done: state.lastDone,
      error: state.lastError,
      failures: state.failures,
    }));
    return { status: 200, body: { data } };
  },
});
