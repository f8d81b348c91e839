import { type JobSchedule, jobList, jobRequest, jobResult } from "@horizon/contracts/backend";
import { z } from "zod";
import type { ServiceContext } from "./context.ts";
import { commonProblems } from "./problems.ts";
import { type Route, routesOf } from "./route.ts";

export interface Job<C> {
  readonly schedule: JobSchedule;
  /** Idempotent: it does what is due at `now`, also what became due while nobody ran it. */
  run(context: C, options: { now: Date; runKey: string }): Promise<{ done: number }>;
}

/** What a service does regularly. worker-service reads the list and calls each when it is due, one caller at a time. */
export function jobRoutes<C extends ServiceContext>(jobs: Readonly<Record<string, Job<C>>>): Route<C>[] {
  const { serviceRoute } = routesOf<C>();
  return [
    serviceRoute({
      method: "get",
      path: "/internal/jobs",
      operationId: "listJobs",
      summary: "What is to be done regularly",
      callers: ["worker-service"],
      responses: { 200: jobList },
      handler: async () => ({
        status: 200,
        body: { jobs: Object.entries(jobs).map(([name, { schedule }]) => ({ name, schedule })) },
      }),
    }),
    serviceRoute({
      method: "post",
      path: "/internal/jobs/:name",
      operationId: "runJob",
      summary: "Does what is due",
      callers: ["worker-service"],
      transaction: "none",
      params: z.strictObject({ name: z.string() }),
      body: jobRequest,
      responses: { 200: jobResult },
      handler: async (context, { params, body }) => {
        const job = Object.hasOwn(jobs, params.name) ? jobs[params.name] : undefined;
        if (job === undefined) throw commonProblems.problem("resource.not_found");
        const result = await job.run(context, { now: context.clock.now(), runKey: body.run_key });
        return { status: 200, body: result };
      },
    }),
  ];
}
