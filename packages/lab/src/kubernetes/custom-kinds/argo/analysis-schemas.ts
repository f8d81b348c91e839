import {
  fields,
  flag,
  int32,
  intOrText,
  listOf,
  mapOf,
  objectOf,
  type StructuralSchema,
  text,
  time,
} from "../structural-schema.ts";
import {
  analysisArgument,
  dryRun,
  measurementRetention,
  templateReferences,
} from "./analysis-reference-schemas.ts";
import { metricProvider } from "./metric-provider-schemas.ts";

const metric = () =>
  fields(
    "",
    {
      name: text("What the results call it."),
      interval: text("Between two measurements, such as 30s; one measurement without it."),
      initialDelay: text("Before the first measurement."),
      count: intOrText("How many measurements; until it is ended when there is an interval and no count."),
      successCondition: text("An expression over `result` that is true of a good measurement."),
      failureCondition: text("An expression over `result` that is true of a bad one."),
      failureLimit: intOrText("How many bad ones are borne; none unless said."),
      inconclusiveLimit: intOrText("How many that are neither are borne; none unless said."),
      consecutiveErrorLimit: intOrText("How many errors in a row are borne; 4 unless said."),
      consecutiveSuccessLimit: intOrText("How many good ones in a row are enough."),
      provider: metricProvider(),
    },
    ["name", "provider"],
  );

const questions = () => ({
  metrics: listOf(metric(), "What is measured."),
  args: listOf(analysisArgument, "What the metrics leave open."),
  dryRun,
  measurementRetention,
});

/** AnalysisTemplate and ClusterAnalysisTemplate, which differ in where they live alone. */
export const analysisTemplateSchema = (): StructuralSchema =>
  objectOf("Questions by which a change is judged.", {
    spec: fields("The questions.", {
      ...questions(),
      templates: templateReferences("Templates whose questions are asked as well."),
    }),
  });

const counts = (description: string) =>
  fields(description, {
    count: int32("All of them."),
    successful: int32(),
    failed: int32(),
    inconclusive: int32(),
    error: int32(),
  });

const measurement = fields(
  "",
  {
    phase: text("What it was judged to be."),
    value: text("What was measured."),
    message: text("Why there is no value."),
    startedAt: time(),
    finishedAt: time(),
    resumeAt: time("When it is looked at again."),
    metadata: mapOf(text(), "What the provider remembers."),
  },
  ["phase"],
);

const metricResult = fields(
  "",
  {
    name: text("The metric."),
    phase: text("How it stands."),
    message: text("Why."),
    measurements: listOf(measurement, "The latest of them."),
    count: int32("Measurements without an error."),
    successful: int32(),
    failed: int32(),
    inconclusive: int32(),
    error: int32(),
    consecutiveError: int32("Errors since the last measurement without one."),
    consecutiveSuccess: int32("Good ones since the last that was not."),
    dryRun: flag("Whether it decides nothing."),
    metadata: mapOf(text(), "What the provider says of itself."),
  },
  ["name", "phase"],
);

export const analysisRunSchema = (): StructuralSchema =>
  objectOf("A judgement of a change while it goes on.", {
    spec: fields(
      "What is judged.",
      {
        ...questions(),
        terminate: flag("Whether it is to end now."),
        ttlStrategy: fields("When it is deleted after its end.", {
          secondsAfterCompletion: int32("Whatever its end."),
          secondsAfterSuccess: int32("If it succeeded."),
          secondsAfterFailure: int32("If it failed."),
        }),
      },
      ["metrics"],
    ),
    status: fields(
      "What came of it.",
      {
        phase: text("Pending, Running, Successful, Failed, Error or Inconclusive."),
        message: text("Why."),
        startedAt: time(),
        completedAt: time(),
        metricResults: listOf(metricResult, "By metric."),
        runSummary: counts("Metrics by how they ended."),
        dryRunSummary: counts("The same of those that decide nothing."),
      },
      ["phase"],
    ),
  });
