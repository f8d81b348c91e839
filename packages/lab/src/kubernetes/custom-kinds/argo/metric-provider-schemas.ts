import { structureOfModel } from "../model-structure.ts";
import {
  anyObject,
  choice,
  fields,
  flag,
  int64,
  intOrText,
  listOf,
  mapOf,
  type StructuralSchema,
  text,
} from "../structural-schema.ts";
import { labelsAndAnnotations, podTemplateSchema } from "./pod-template-schema.ts";

const AGGREGATORS = ["avg", "min", "max", "sum", "last", "percentile", "mean", "l2norm", "area"];

const authentication = fields("How it signs in.", {
  basicAuth: fields("", { username: text(), password: text() }),
  oauth2: fields("", {
    tokenUrl: text(),
    clientId: text(),
    clientSecret: text(),
    scopes: listOf(text()),
  }),
  sigv4: fields("", { region: text(), profile: text(), roleArn: text() }),
});
const headers = listOf(
  fields("", { key: text(), value: text() }, ["key", "value"]),
  "Sent with every request.",
);

const scope = (description: string) =>
  fields(description, { scope: text(), region: text(), step: int64(), start: text(), end: text() }, [
    "region",
    "scope",
    "step",
  ]);

const kayenta = fields(
  "Kayenta's judgement.",
  {
    address: text(),
    application: text(),
    canaryConfigName: text(),
    metricsAccountName: text(),
    configurationAccountName: text(),
    storageAccountName: text(),
    lookback: flag(),
    threshold: fields("", { pass: int64(), marginal: int64() }, ["marginal", "pass"]),
    scopes: listOf(
      fields("", { name: text(), controlScope: scope(""), experimentScope: scope("") }, [
        "controlScope",
        "experimentScope",
        "name",
      ]),
    ),
  },
  [
    "address",
    "application",
    "canaryConfigName",
    "configurationAccountName",
    "metricsAccountName",
    "scopes",
    "storageAccountName",
    "threshold",
  ],
);

const cloudWatchQuery = fields("", {
  id: text(),
  label: text(),
  expression: text(),
  returnData: flag(),
  period: intOrText("Seconds."),
  metricStat: fields("", {
    metric: fields("", {
      namespace: text(),
      metricName: text(),
      dimensions: listOf(fields("", { name: text(), value: text() })),
    }),
    period: intOrText("Seconds."),
    stat: text(),
    unit: text(),
  }),
});

/** A Job whose end is the measurement. */
function jobSchema(): StructuralSchema {
  const spec = structureOfModel("V1JobSpec");
  const template = podTemplateSchema("What its pod is made from.");
  return fields(
    "A Job: succeeded or failed.",
    {
      metadata: labelsAndAnnotations("What it is labelled with."),
      spec: { ...spec, properties: { ...spec.properties, template } },
    },
    ["spec"],
  );
}

const queried = (description: string, more: Record<string, StructuralSchema> = {}) =>
  fields(description, { address: text("Where it is."), query: text("What is asked."), ...more });

/** Where a measurement comes from: one of these. */
export const metricProvider = (): StructuralSchema =>
  fields("Where measurements come from: one of these.", {
    datadog: fields("Datadog.", {
      apiVersion: choice("Which API is asked.", ["v1", "v2"], { default: "v1" }),
      query: text("The query, in Datadog's language."),
      queries: mapOf(text(), "Several queries, by the names under which the formula knows them (v2)."),
      formula: text("What is made of them (v2)."),
      aggregator: choice("How points become one number (v2); last unless said.", AGGREGATORS),
      interval: text("How far back is asked.", { default: "5m" }),
      requestTimeout: text("How long an answer may take.", { default: "10s" }),
      secretRef: fields("The Secret with the keys.", {
        name: text(),
        namespaced: flag("Whether it is in the run's namespace, not the controller's."),
      }),
    }),
    prometheus: queried("Prometheus.", {
      authentication,
      headers,
      insecure: flag("Whether its certificate is left unchecked."),
      timeout: int64("Seconds."),
      rangeQuery: fields("Asks for points over time, not for one.", {
        start: text(),
        end: text(),
        step: text(),
      }),
    }),
    web: fields(
      "Any address that answers with JSON.",
      {
        url: text(),
        method: text("GET unless said."),
        headers,
        body: text(),
        jsonBody: anyObject("A body that is written as JSON."),
        jsonPath: text("Where in the answer the value is; all of it unless said."),
        timeoutSeconds: int64(),
        insecure: flag("Whether its certificate is left unchecked."),
        authentication,
      },
      ["url"],
    ),
    cloudWatch: fields(
      "Amazon CloudWatch.",
      { interval: text(), metricDataQueries: listOf(cloudWatchQuery) },
      ["metricDataQueries"],
    ),
    newRelic: fields("New Relic.", { profile: text(), query: text(), timeout: int64() }, ["query"]),
    graphite: queried("Graphite."),
    wavefront: queried("Wavefront."),
    influxdb: fields("InfluxDB.", { profile: text(), query: text() }),
    skywalking: queried("SkyWalking.", { interval: text() }),
    kayenta,
    job: jobSchema(),
    plugin: anyObject("A plugin of the controller, by its name."),
  });
