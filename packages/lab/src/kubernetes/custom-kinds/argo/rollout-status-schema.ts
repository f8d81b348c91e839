import { anyObject, fields, flag, int32, int64, listOf, text, time } from "../structural-schema.ts";

const weight = (description: string) =>
  fields(
    description,
    { weight: int32("Percent."), serviceName: text("The Service."), podTemplateHash: text("Whose pods.") },
    ["weight"],
  );

const run = (description: string) =>
  fields(description, { name: text("The AnalysisRun."), status: text("Its phase."), message: text("Why.") }, [
    "name",
    "status",
  ]);

const awsResource = (description: string) =>
  fields(description, { name: text(), arn: text(), fullName: text() }, ["arn", "name"]);
const loadBalancer = fields("", {
  ingress: text("The Ingress."),
  loadBalancer: awsResource("The load balancer."),
  canaryTargetGroup: awsResource("Where the canary's pods are registered."),
  stableTargetGroup: awsResource("Where the stable pods are registered."),
});

const pluginStatus = fields(
  "",
  {
    index: int32("The step."),
    name: text("The plugin."),
    operation: text("What it was asked for: Run, Abort or Terminate."),
    phase: text("How far it is."),
    message: text("Why."),
    backoff: text("How long until it is asked again."),
    executions: int32("How often it was asked."),
    disabled: flag("Whether the controller does not have it any more."),
    startedAt: time(),
    updatedAt: time(),
    finishedAt: time(),
    status: anyObject("What it remembers."),
  },
  ["index", "name", "operation"],
);

/** A condition of an object of Argo's. */
export const condition = fields(
  "",
  {
    type: text(),
    status: text("True, False or Unknown."),
    reason: text(),
    message: text(),
    lastUpdateTime: time("When it was last looked at with another result."),
    lastTransitionTime: time("When its status last changed."),
  },
  ["lastTransitionTime", "lastUpdateTime", "message", "reason", "status", "type"],
);

/** How far a Rollout is. `observedGeneration` is text here, unlike in the rest of Kubernetes. */
export const rolloutStatus = fields("How far it is.", {
  phase: text("Healthy, Progressing, Paused or Degraded."),
  message: text("Why."),
  observedGeneration: text("The generation that was last looked at."),
  workloadObservedGeneration: text("That of the workload that it refers to."),
  abort: flag("Whether the change was called off."),
  abortedAt: time(),
  promoteFull: flag("Whether the remaining steps are to be left out."),
  controllerPause: flag("Whether the controller, not a person, paused it."),
  pauseConditions: listOf(
    fields("", { reason: text(), startTime: time() }, ["reason", "startTime"]),
    "Why it is paused, and since when.",
  ),
  currentStepIndex: int32("The step, from 0; the number of steps when all are done."),
  currentStepHash: text("Of the steps: a change of them begins anew."),
  currentPodHash: text("Of the newest template."),
  stableRS: text("The hash of the template that is stable."),
  restartedAt: time("Until when pods were restarted."),
  replicas: int32("Pods that there are."),
  updatedReplicas: int32("Of the newest template."),
  readyReplicas: int32(),
  availableReplicas: int32("Ready for long enough."),
  HPAReplicas: int32("What an autoscaler counts."),
  selector: text("Which pods an autoscaler counts."),
  collisionCount: int32("How often the hash of a template was taken."),
  conditions: listOf(condition, "What is true of it."),
  canary: fields("Of the canary strategy.", {
    weights: fields(
      "How a router splits the traffic.",
      {
        canary: weight("The canary's part."),
        stable: weight("The stable part."),
        additional: listOf(weight(""), "Those of experiments."),
        verified: flag("Whether the router was seen to do so."),
      },
      ["canary", "stable"],
    ),
    currentStepAnalysisRunStatus: run("The run of the analysis step."),
    currentBackgroundAnalysisRunStatus: run("The run beside the steps."),
    currentExperiment: text("The Experiment of the step."),
    stablePingPong: text("Which of the two Services is the stable one."),
    stepPluginStatuses: listOf(pluginStatus, "How far steps of plugins are."),
  }),
  blueGreen: fields("Of the blue-green strategy.", {
    activeSelector: text("The hash of the version that is in use."),
    previewSelector: text("The hash of the version that waits."),
    scaleUpPreviewCheckPoint: flag("Whether the waiting version has grown to its full size."),
    prePromotionAnalysisRunStatus: run("The run before."),
    postPromotionAnalysisRunStatus: run("The run after."),
  }),
  alb: loadBalancer,
  albs: listOf(loadBalancer),
  duration: fields("How long the change took.", {
    rolloutStartedAt: time(),
    finishedAt: time(),
    manualPauseStartedAt: time(),
    totalManualPauseDurationSeconds: int64(),
    completionStatus: text(),
  }),
});
