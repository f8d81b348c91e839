import { anyObject, fields, flag, int32, intOrText, listOf, mapOf, text } from "../structural-schema.ts";
import { dryRun, rolloutAnalysis, rolloutArgument } from "./analysis-reference-schemas.ts";
import { labelsAndAnnotations, selectorSchema } from "./pod-template-schema.ts";

const match = (description: string) =>
  fields(description, {
    exact: text("The whole value."),
    prefix: text("How it begins."),
    regex: text("A pattern of it."),
  });

const experimentTemplate = fields(
  "",
  {
    name: text("Part of its ReplicaSet's name."),
    specRef: text("Whose pods: stable or canary."),
    replicas: int32("How many pods; 1 unless said."),
    weight: int32("Percent of the traffic that they get; a router is needed."),
    metadata: labelsAndAnnotations("What the pods are labelled with besides."),
    selector: selectorSchema("Which pods belong to it; the Rollout's own unless said."),
    service: fields("Makes a Service in front of the pods.", {
      name: text("Its name; the ReplicaSet's unless said."),
    }),
  },
  ["name", "specRef"],
);

const experimentAnalysis = fields(
  "",
  {
    name: text("What the experiment calls it."),
    templateName: text("The template."),
    clusterScope: flag("Whether it is a ClusterAnalysisTemplate."),
    args: listOf(rolloutArgument, "Values for the template's arguments."),
    requiredForCompletion: flag("Whether the experiment lasts until this analysis is done."),
  },
  ["name", "templateName"],
);

/** One step of a canary: exactly one of these is set. */
export const canaryStep = fields("", {
  setWeight: int32("Percent of the traffic, or of the pods without a router, that the canary gets."),
  pause: fields("Waits: for a person, or for some time.", {
    duration: intOrText("Seconds, or a duration such as 10m; without one it waits for a person."),
  }),
  setCanaryScale: fields("Sizes the canary apart from its traffic; a router is needed.", {
    replicas: int32("This many pods."),
    weight: int32("This percentage of spec.replicas."),
    matchTrafficWeight: flag("As much as the traffic again."),
  }),
  analysis: rolloutAnalysis("Judges the canary, and goes on when it is well."),
  experiment: fields(
    "Runs versions side by side for a while.",
    {
      templates: listOf(experimentTemplate, "What runs."),
      duration: text("How long, such as 1h; until its analyses are done unless said."),
      analyses: listOf(experimentAnalysis, "What judges it."),
      dryRun,
      analysisRunMetadata: labelsAndAnnotations("What the runs are labelled with."),
      scaleDownDelaySeconds: int32("How long the pods stay when it is over."),
    },
    ["templates"],
  ),
  setHeaderRoute: fields("Sends requests with certain headers to the canary.", {
    name: text("The route, one of trafficRouting.managedRoutes."),
    match: listOf(
      fields("", { headerName: text("The header."), headerValue: match("Its value.") }, [
        "headerName",
        "headerValue",
      ]),
      "Headers that must all match; without any the route is removed.",
    ),
  }),
  setMirrorRoute: fields(
    "Sends copies of requests to the canary.",
    {
      name: text("The route, one of trafficRouting.managedRoutes."),
      percentage: int32("How many of them are copied."),
      match: listOf(
        fields("", {
          method: match("The method."),
          path: match("The path."),
          headers: mapOf(match(""), "The headers."),
        }),
        "Which requests; without any the route is removed.",
      ),
    },
    ["name"],
  ),
  plugin: fields(
    "A step that a plugin of the controller runs.",
    { name: text("The plugin."), config: anyObject("What it is told.") },
    ["name"],
  ),
});
