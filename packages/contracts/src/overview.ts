import { z } from "zod";
import { changeEntry } from "./changes.ts";
import { freshness } from "./environments.ts";
import { health } from "./health.ts";
import { environmentId, workloadKind } from "./references.ts";

export const serviceCell = z.object({
  environment: environmentId,
  /** Null when the service does not exist there. */
  workload: z.object({ kind: workloadKind, namespace: z.string(), name: z.string() }).nullable(),
  health,
  version: z.string(),
  ready: z.number(),
  desired: z.number(),
  rollout: z
    .object({
      stepIndex: z.number().nullable(),
      steps: z.number(),
      weight: z.number(),
      /** `waiting` for a person; a timed pause is `stepping`. */
      progress: z.enum(["stepping", "waiting", "aborted"]),
    })
    .nullable(),
  lastChange: changeEntry.pick({ id: true, at: true, summary: true, actor: true }).nullable(),
});
export type ServiceCell = z.infer<typeof serviceCell>;

export const serviceOverview = z.object({ service: z.string(), cells: z.array(serviceCell) });
export type ServiceOverview = z.infer<typeof serviceOverview>;

export const waitingItem = z.object({
  key: z.string(),
  kind: z.enum(["rollout", "approval", "stuck"]),
  environment: environmentId.nullable(),
  title: z.string(),
  detail: z.string(),
  since: z.iso.datetime(),
  /** A path of the console. */
  href: z.string(),
  /** Whether the person who asked may act on it. */
  actionable: z.boolean(),
});
export type WaitingItem = z.infer<typeof waitingItem>;

export const overview = z.object({
  services: z.array(serviceOverview),
  waiting: z.array(waitingItem),
  freshness: z.record(z.string(), freshness),
});
export type Overview = z.infer<typeof overview>;
