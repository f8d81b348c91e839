import {
  fields,
  flag,
  int32,
  listOf,
  objectOf,
  type StructuralSchema,
  text,
  time,
} from "../structural-schema.ts";
import { analysisArgument, dryRun, measurementRetention } from "./analysis-reference-schemas.ts";
import { labelsAndAnnotations, podTemplateSchema, selectorSchema } from "./pod-template-schema.ts";
import { condition } from "./rollout-status-schema.ts";

const analysis = fields(
  "",
  {
    name: text("What the experiment calls it."),
    templateName: text("The template."),
    clusterScope: flag("Whether it is a ClusterAnalysisTemplate."),
    args: listOf(analysisArgument, "Values for the template's arguments."),
    requiredForCompletion: flag("Whether the experiment lasts until this analysis is done."),
  },
  ["name", "templateName"],
);

const version = () =>
  fields(
    "",
    {
      name: text("Part of its ReplicaSet's name."),
      replicas: int32("How many pods; 1 unless said."),
      minReadySeconds: int32("How long a pod must be ready to count as available."),
      selector: selectorSchema("Which pods are its own."),
      template: podTemplateSchema("What the pods are made from."),
      service: fields("Makes a Service in front of the pods.", { name: text() }),
    },
    ["name", "selector", "template"],
  );

const versionStatus = fields(
  "",
  {
    name: text(),
    status: text("How it stands."),
    message: text("Why."),
    replicas: int32(),
    updatedReplicas: int32(),
    readyReplicas: int32(),
    availableReplicas: int32(),
    collisionCount: int32(),
    podTemplateHash: text(),
    serviceName: text(),
    lastTransitionTime: time(),
  },
  ["availableReplicas", "name", "readyReplicas", "replicas", "updatedReplicas"],
);

export const experimentSchema = (): StructuralSchema =>
  objectOf("Versions that run side by side for a while.", {
    spec: fields(
      "What runs, for how long, and what judges it.",
      {
        templates: listOf(version(), "The versions."),
        duration: text("How long they run once all are there, such as 1h."),
        analyses: listOf(analysis, "What judges them."),
        dryRun,
        measurementRetention,
        analysisRunMetadata: labelsAndAnnotations("What the runs are labelled with."),
        progressDeadlineSeconds: int32("How long they may take to be there; 600 unless said."),
        scaleDownDelaySeconds: int32("How long the pods stay when it is over."),
        terminate: flag("Whether it is to end now."),
      },
      ["templates"],
    ),
    status: fields("What came of it.", {
      phase: text("Pending, Running, Successful, Failed, Error or Inconclusive."),
      message: text("Why."),
      availableAt: time("Since when all versions are there."),
      templateStatuses: listOf(versionStatus, "By version."),
      analysisRuns: listOf(
        fields("", { name: text(), analysisRun: text("The AnalysisRun."), phase: text(), message: text() }, [
          "analysisRun",
          "name",
          "phase",
        ]),
        "By analysis.",
      ),
      conditions: listOf(condition, "What is true of it."),
    }),
  });
