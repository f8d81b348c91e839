import { z } from "zod";
import { builtInSchema } from "./built-in-schema.ts";

/** Of the CRDs of Argo Rollouts 1.9, the fields that we use: a field that is not here is a question to ask, not a slip. */
const argument = z.strictObject({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z.strictObject({ podTemplateHashValue: z.enum(["Latest", "Stable"]) }).optional(),
});

const duration = z.union([z.int().positive(), z.string().regex(/^\d+[smh]$/, "is a number with s, m or h")]);

const step = z.union([
  z.strictObject({ setWeight: z.int().min(0).max(100) }),
  z.strictObject({ pause: z.strictObject({ duration: duration.optional() }) }),
  z.strictObject({
    analysis: z.strictObject({
      templates: z.array(z.strictObject({ templateName: z.string() })).min(1),
      args: z.array(argument).optional(),
    }),
  }),
]);

const canary = z
  .strictObject({
    stableService: z.string().optional(),
    canaryService: z.string().optional(),
    maxSurge: z.union([z.int(), z.string()]),
    maxUnavailable: z.union([z.int(), z.string()]),
    scaleDownDelaySeconds: z.int().positive().optional(),
    trafficRouting: z
      .strictObject({ alb: z.strictObject({ ingress: z.string(), servicePort: z.int().positive() }) })
      .optional(),
    steps: z.array(step).min(1),
  })
  .refine(({ trafficRouting, stableService, canaryService }) => {
    return (trafficRouting === undefined) === (stableService === undefined && canaryService === undefined);
  }, "needs stableService and canaryService with trafficRouting, and neither without: they would keep callers off the canary");

export const rolloutSchema = z.strictObject({
  apiVersion: z.literal("argoproj.io/v1alpha1"),
  kind: z.literal("Rollout"),
  metadata: builtInSchema("V1ObjectMeta"),
  spec: z.strictObject({
    replicas: z.int().min(0).optional(),
    revisionHistoryLimit: z.int().min(0),
    progressDeadlineSeconds: z.int().positive(),
    selector: builtInSchema("V1LabelSelector"),
    strategy: z.strictObject({ canary }),
    template: builtInSchema("V1PodTemplateSpec"),
  }),
});

/** Version 2 of the API does arithmetic in formulas alone. */
const metricQuery = z
  .string()
  .regex(/^\w+:[\w.]+\{.*\}(\.as_(count|rate)\(\))?$/, "is one metric: arithmetic goes into the formula");

/** Where more than one point answers, which of them is meant is said: left out, it is the last one. */
const datadog = z
  .strictObject({
    apiVersion: z.literal("v2"),
    interval: duration,
    aggregator: z.enum(["avg", "min", "max", "sum", "last", "percentile", "mean", "l2norm", "area"]),
    query: metricQuery.optional(),
    queries: z.record(z.string(), metricQuery).optional(),
    formula: z.string().optional(),
  })
  .refine(
    ({ query, queries, formula }) =>
      (query === undefined) === (queries !== undefined && formula !== undefined),
    {
      message: "asks either one query, or queries with a formula",
    },
  );

export const analysisTemplateSchema = z.strictObject({
  apiVersion: z.literal("argoproj.io/v1alpha1"),
  kind: z.literal("AnalysisTemplate"),
  metadata: builtInSchema("V1ObjectMeta"),
  spec: z.strictObject({
    args: z.array(argument),
    metrics: z
      .array(
        z.strictObject({
          name: z.string(),
          initialDelay: duration,
          interval: duration,
          count: z.int().positive(),
          failureLimit: z.int().min(0),
          successCondition: z.string(),
          failureCondition: z.string(),
          provider: z.strictObject({ datadog }),
        }),
      )
      .min(1),
  }),
});
