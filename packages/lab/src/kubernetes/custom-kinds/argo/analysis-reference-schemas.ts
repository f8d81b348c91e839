import { fields, flag, int32, listOf, type StructuralSchema, text } from "../structural-schema.ts";
import { labelsAndAnnotations } from "./pod-template-schema.ts";

const fieldRef = fields("A field of the Rollout.", { fieldPath: text("Such as metadata.labels['app'].") }, [
  "fieldPath",
]);

/** An argument as a Rollout hands it to its analysis. */
export const rolloutArgument = fields(
  "",
  {
    name: text("What the template calls it."),
    value: text("The value itself."),
    valueFrom: fields("Where the value is found when the run is made.", {
      podTemplateHashValue: text("The hash of the pods that are judged: Latest or Stable."),
      fieldRef,
    }),
  },
  ["name"],
);

/** An argument of a template or a run, which may also be a secret. */
export const analysisArgument = fields(
  "",
  {
    name: text("Stands in a metric as {{args.name}}."),
    value: text("The value; a template may leave it to who uses it."),
    valueFrom: fields("Where the value is found.", {
      fieldRef,
      secretKeyRef: fields(
        "A key of a Secret in the namespace.",
        { name: text("The Secret."), key: text("The key in it.") },
        ["key", "name"],
      ),
    }),
  },
  ["name"],
);

export const dryRun = listOf(
  fields("", { metricName: text("A metric, or a pattern of several.") }, ["metricName"]),
  "Metrics that are measured and decide nothing.",
);

export const measurementRetention = listOf(
  fields(
    "",
    {
      metricName: text("A metric, or a pattern of several."),
      limit: int32("How many measurements are kept."),
    },
    ["limit", "metricName"],
  ),
  "How many measurements of a metric are kept; ten unless said here.",
);

export const templateReferences = (description: string): StructuralSchema =>
  listOf(
    fields("", {
      templateName: text("The template."),
      clusterScope: flag("Whether it is a ClusterAnalysisTemplate."),
    }),
    description,
  );

/** An analysis as a strategy starts it. */
export const rolloutAnalysis = (
  description: string,
  more: Record<string, StructuralSchema> = {},
): StructuralSchema =>
  fields(description, {
    templates: templateReferences("Templates whose metrics are measured together."),
    args: listOf(rolloutArgument, "Values for the templates' arguments."),
    dryRun,
    measurementRetention,
    analysisRunMetadata: labelsAndAnnotations("What the run is labelled with."),
    ...more,
  });
