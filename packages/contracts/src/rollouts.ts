import { z } from "zod";
import { rolloutActionNames } from "./actions.ts";
import { health } from "./health.ts";
import { environmentId } from "./references.ts";
import { podRow, revisionInfo, workloadCondition } from "./workloads.ts";

export const rolloutPhase = z.enum(["Healthy", "Progressing", "Paused", "Degraded"]);
export type RolloutPhase = z.infer<typeof rolloutPhase>;

export const analysisPhase = z.enum(["Pending", "Running", "Successful", "Failed", "Error", "Inconclusive"]);
export type AnalysisPhase = z.infer<typeof analysisPhase>;

export const waitInfo = z.object({
  since: z.iso.datetime(),
  /** A timed pause ends by itself; null waits for a person. */
  until: z.iso.datetime().nullable(),
  reason: z.string(),
  /** Who can end it: `operator, on-call or admin`; empty for a timed pause. */
  waitsFor: z.string(),
});
export type WaitInfo = z.infer<typeof waitInfo>;

export const rolloutRow = z.object({
  key: z.string(),
  environment: environmentId,
  namespace: z.string(),
  name: z.string(),
  service: z.string(),
  health,
  phase: rolloutPhase,
  message: z.string(),
  version: z.string(),
  stableVersion: z.string(),
  /** Index of the running step, 0-based; equal to `steps` when they are done; null without steps. */
  stepIndex: z.number().nullable(),
  steps: z.number(),
  stepTitle: z.string(),
  desiredWeight: z.number(),
  actualWeight: z.number(),
  analysis: analysisPhase.nullable(),
  wait: waitInfo.nullable(),
  aborted: z.boolean(),
  fullyPromoted: z.boolean(),
  desired: z.number(),
  ready: z.number(),
  updated: z.number(),
  podHash: z.string().nullable(),
  resourceVersion: z.string(),
  createdAt: z.iso.datetime(),
});
export type RolloutRow = z.infer<typeof rolloutRow>;

export const rolloutStep = z.object({
  index: z.number(),
  kind: z.enum([
    "setWeight",
    "pause",
    "analysis",
    "experiment",
    "setCanaryScale",
    "setHeaderRoute",
    "setMirrorRoute",
    "plugin",
  ]),
  title: z.string(),
  /** What it will do, computed from the spec: pods, weight, checks. */
  detail: z.string(),
  state: z.enum(["done", "current", "upcoming", "skipped", "failed"]),
  weight: z.number().nullable(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  plannedDurationMs: z.number().nullable(),
  /** A pause without a duration: who may open it. */
  gate: z.string().nullable(),
});
export type RolloutStep = z.infer<typeof rolloutStep>;

export const analysisMetric = z.object({
  name: z.string(),
  phase: analysisPhase,
  /** It is measured, and decides nothing. */
  dryRun: z.boolean(),
  successCondition: z.string(),
  failureCondition: z.string(),
  /** The number in a condition of the form `result[0] >= 0.95`, to draw it; null when there is none. */
  limit: z.object({ value: z.number(), passes: z.enum(["above", "below"]) }).nullable(),
  counts: z.object({
    successful: z.number(),
    failed: z.number(),
    inconclusive: z.number(),
    error: z.number(),
  }),
  failureLimit: z.number(),
  measurements: z.array(
    z.object({
      at: z.iso.datetime(),
      value: z.number().nullable(),
      raw: z.string(),
      phase: analysisPhase,
      message: z.string(),
    }),
  ),
});
export type AnalysisMetric = z.infer<typeof analysisMetric>;

export const analysisRun = z.object({
  name: z.string(),
  revision: z.number().nullable(),
  stepIndex: z.number().nullable(),
  phase: analysisPhase,
  message: z.string(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  metrics: z.array(analysisMetric),
});
export type AnalysisRun = z.infer<typeof analysisRun>;

export const actionAvailability = z.discriminatedUnion("enabled", [
  z.object({ enabled: z.literal(true) }),
  z.object({ enabled: z.literal(false), reason: z.string() }),
]);
export type ActionAvailability = z.infer<typeof actionAvailability>;

export const rolloutHistoryEntry = z.object({
  revision: z.number(),
  version: z.string(),
  images: z.array(z.string()),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  outcome: z.enum(["running", "promoted", "aborted", "superseded", "rolled_back", "unknown"]),
  actor: z.string().nullable(),
  reason: z.string().nullable(),
  /** What people and the controller did, in order. */
  steps: z.array(
    z.object({
      at: z.iso.datetime(),
      text: z.string(),
      actor: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});
export type RolloutHistoryEntry = z.infer<typeof rolloutHistoryEntry>;

export const rolloutDetail = z.object({
  row: rolloutRow,
  strategy: z.enum(["canary", "blueGreen"]),
  routing: z.enum(["basic", "routed"]),
  stepList: z.array(rolloutStep),
  weights: z.object({ stable: z.number(), canary: z.number(), verified: z.boolean().nullable() }),
  stablePods: z.array(podRow),
  canaryPods: z.array(podRow),
  otherPods: z.array(podRow),
  analysisRuns: z.array(analysisRun),
  revisions: z.array(revisionInfo),
  conditions: z.array(workloadCondition),
  /** The guard matrix: what the rollout's state allows. Permission is a separate question. */
  availability: z.record(z.enum(rolloutActionNames), actionAvailability),
  containers: z.array(z.object({ name: z.string(), image: z.string() })),
});
export type RolloutDetail = z.infer<typeof rolloutDetail>;
