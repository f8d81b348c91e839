import { fields, flag, int32, intOrText, listOf, text } from "../structural-schema.ts";
import { rolloutAnalysis } from "./analysis-reference-schemas.ts";
import { canaryStep } from "./canary-step-schema.ts";
import { labelsAndAnnotations } from "./pod-template-schema.ts";
import { trafficRouting } from "./traffic-routing-schema.ts";

const antiAffinity = fields("Keeps the new pods off the nodes of the old ones.", {
  requiredDuringSchedulingIgnoredDuringExecution: fields("Always.", {}),
  preferredDuringSchedulingIgnoredDuringExecution: fields(
    "Where it can be.",
    { weight: int32("How much it counts, 1 to 100.") },
    ["weight"],
  ),
});

const delays = {
  scaleDownDelaySeconds: int32("How long the old pods stay when the traffic has moved; 30 unless said."),
  scaleDownDelayRevisionLimit: int32("How many revisions may wait so."),
  abortScaleDownDelaySeconds: int32("How long the new pods stay after an abort; 30 unless said, 0 for ever."),
};

/** Step by step, with a look after each. */
export const canaryStrategy = fields("Step by step: the new version gets more of the traffic after each.", {
  steps: listOf(canaryStep, "What happens in which order; all at once without steps."),
  canaryService: text("The Service whose pods are the new ones'."),
  stableService: text("The Service whose pods are the old ones'."),
  canaryMetadata: labelsAndAnnotations("What pods are labelled with while they are the canary."),
  stableMetadata: labelsAndAnnotations("What pods are labelled with while they are stable."),
  maxSurge: intOrText(
    "How many pods there may be above spec.replicas: a number or a percentage, 25 % unless said.",
  ),
  maxUnavailable: intOrText("How many pods may be missing: a number or a percentage, 25 % unless said."),
  trafficRouting,
  pingPong: fields(
    "Two Services that take turns at being the stable one.",
    { pingService: text(), pongService: text() },
    ["pingService", "pongService"],
  ),
  dynamicStableScale: flag("Makes the old pods fewer as the new ones become more; a router is needed."),
  minPodsPerReplicaSet: int32(
    "The fewest pods of each version when a router splits the traffic; 1 unless said.",
  ),
  replicaProgressThreshold: fields(
    "How many pods must be there before a step counts as done; all of them unless said.",
    { type: text("Percentage or Pod."), value: int32("How many.") },
    ["type", "value"],
  ),
  analysis: rolloutAnalysis("Judges the canary from some step on, beside the steps.", {
    startingStep: int32("The step with which it begins."),
  }),
  antiAffinity,
  ...delays,
});

/** Whole versions that change places. */
export const blueGreenStrategy = fields(
  "All at once: the new version is made ready and then takes the old one's place.",
  {
    activeService: text("The Service of the version that is in use."),
    previewService: text("The Service of the version that waits."),
    previewReplicaCount: int32("How many pods the waiting version has."),
    autoPromotionEnabled: flag("Whether it takes its place by itself; it does unless this is false."),
    autoPromotionSeconds: int32("How long it waits before it does."),
    maxUnavailable: intOrText("How many pods may be missing."),
    prePromotionAnalysis: rolloutAnalysis("Judges it before."),
    postPromotionAnalysis: rolloutAnalysis("Judges it after, and goes back when it is not well."),
    activeMetadata: labelsAndAnnotations("What pods are labelled with while they are in use."),
    previewMetadata: labelsAndAnnotations("What pods are labelled with while they wait."),
    antiAffinity,
    ...delays,
  },
  ["activeService"],
);
