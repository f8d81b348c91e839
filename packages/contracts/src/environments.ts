import { z } from "zod";
import { actionName } from "./actions.ts";
import { role } from "./members.ts";
import { environmentId } from "./references.ts";
import { signInVia } from "./sign-in.ts";

/**
 * How fresh what we show is.
 * `live`: watches deliver. `stale`: they stopped, the data shown is of `asOf`. The rest say why nothing can be had.
 */
export const freshnessState = z.enum([
  "connecting",
  "live",
  "stale",
  "unreachable",
  "unauthorized",
  "misconfigured",
]);
export type FreshnessState = z.infer<typeof freshnessState>;

export const freshness = z.object({
  state: freshnessState,
  /** When the cluster last proved that what we hold is current; null if it never did. */
  asOf: z.iso.datetime().nullable(),
  reason: z.string(),
});
export type Freshness = z.infer<typeof freshness>;

export const environmentInfo = z.object({
  id: environmentId,
  title: z.string(),
  tier: z.enum(["production", "nonproduction"]),
  cluster: z.string(),
  region: z.string(),
  namespaces: z.array(z.string()),
});
export type EnvironmentInfo = z.infer<typeof environmentInfo>;

/** Who is signed in and what they may do where. The server decides; the console mirrors it. */
export const sessionInfo = z.object({
  member: z.object({ id: z.string(), name: z.string(), email: z.string(), role }),
  environments: z.array(environmentInfo),
  permissions: z.record(z.string(), z.array(actionName)),
  /** Actions on Horizon itself (members, freeze windows), which belong to no environment. */
  globalPermissions: z.array(actionName),
  via: signInVia,
  /** Shown on every page, e.g. that the estate is a simulation. Comes from configuration. */
  banner: z.string().nullable(),
});
export type SessionInfo = z.infer<typeof sessionInfo>;

export const clusterStatus = z.object({
  name: z.string(),
  region: z.string(),
  environments: z.array(environmentId),
  freshness,
  serverVersion: z.string().nullable(),
  /** Kinds that cannot be watched, with the reason (forbidden, not installed). */
  unavailableKinds: z.array(z.object({ kind: z.string(), reason: z.string() })),
  /** What is wrong in the configuration file about this cluster. */
  problems: z.array(z.string()),
  stats: z.object({
    watches: z.number(),
    events: z.number(),
    relists: z.number(),
    objects: z.number(),
    lastEventAt: z.iso.datetime().nullable(),
  }),
});
export type ClusterStatus = z.infer<typeof clusterStatus>;
