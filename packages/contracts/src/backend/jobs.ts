import { z } from "zod";

/** When a job is due: every so often, or daily at a time of day in UTC. */
export const jobSchedule = z.union([
  z.strictObject({ every_ms: z.int().min(1_000) }),
  z.strictObject({ daily_at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }),
]);
export type JobSchedule = z.infer<typeof jobSchedule>;

/** Answer of GET /internal/jobs: what the service wants to be done regularly. */
export const jobList = z.object({
  jobs: z.array(z.object({ name: z.string().min(1), schedule: jobSchedule })),
});

/** Body of POST /internal/jobs/:name. The key names the occurrence: the same key is the same run. */
export const jobRequest = z.strictObject({ run_key: z.string().min(1).max(200) });

/** Its answer: how many things were done. */
export const jobResult = z.object({ done: z.int().nonnegative() });
export type JobResult = z.infer<typeof jobResult>;
