import { purgeAuth } from "@horizon/db/auth";
import type { Job } from "../../../platform/jobs.ts";
import type { AuthContext } from "../context.ts";
import { remindOfIncidentReports } from "./remind-of-incident-reports.ts";

const day = 24 * 60 * 60_000;

/** Keys and sessions go by the system's time: a rehearsal in which weeks pass must not end them. Dates of law go by the business clock. */
export const authJobs: Readonly<Record<string, Job<AuthContext>>> = {
  "rotate-signing-keys": {
    schedule: { daily_at: "03:10" },
    run: async ({ signer }) => ({ done: await signer.rotate() }),
  },
  "remind-of-incident-reports": remindOfIncidentReports,
  "purge-auth": {
    schedule: { every_ms: 60 * 60_000 },
    run: async ({ db, now }) => ({
      done: await purgeAuth(db, { now: now(), keepSessionsMs: 30 * day, keepThrottlesMs: 2 * day }),
    }),
  },
};
