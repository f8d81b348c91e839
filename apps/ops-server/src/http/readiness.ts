import { pingDb } from "@horizon/db";
import type { OpsContext } from "../ops-context.ts";

export interface Readiness {
  /** Why this process should get no traffic now; empty when it should. */
  readonly obstacles: string[];
  /** What does not work now, in a process that serves the rest. */
  readonly impairments: string[];
}

const silence = "the database does not answer";

/**
 * Whether to send this process traffic. Where the database is needed to `start`, one that has answered once and is silent now is no
 * obstacle: it is so for all replicas, and a load balancer with no target serves nothing of what works without it (ADR 0056).
 */
export function createReadiness(
  { db, shutdown, databaseSilentSince }: Pick<OpsContext, "db" | "shutdown" | "databaseSilentSince">,
  databaseIsNeeded: "to start" | "always",
): () => Promise<Readiness> {
  let hasAnswered = false;
  return async () => {
    if (shutdown.aborted) return { obstacles: ["shutting down"], impairments: [] };
    // Not asked but known: a probe must not wait for a database that hangs.
    if (hasAnswered && databaseIsNeeded === "to start") {
      return { obstacles: [], impairments: databaseSilentSince() === null ? [] : [silence] };
    }
    hasAnswered = await pingDb(db).then(
      () => true,
      () => false,
    );
    return { obstacles: hasAnswered ? [] : [silence], impairments: [] };
  };
}
