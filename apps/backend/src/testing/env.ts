import { z } from "zod";

/** Where servers are that tests run and npm does not bring; without a path they are looked for where the system has them. */
const programsEnv = z.object({
  PATH: z.string().default(""),
  PGBOUNCER: z.string().optional(),
  REDIS_SERVER: z.string().optional(),
});

export const programs = programsEnv.parse(process.env);
