import { describe, expect, it } from "vitest";
import { clusterSecretStoreSchema, externalSecretSchema } from "./external-secret-schemas.ts";
import { analysisTemplateSchema, rolloutSchema } from "./rollout-schemas.ts";

const labels = { app: "web" };
const rollout = (canary: object) => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Rollout",
  metadata: { name: "web" },
  spec: {
    revisionHistoryLimit: 5,
    progressDeadlineSeconds: 300,
    selector: { matchLabels: labels },
    strategy: {
      canary: { maxSurge: 1, maxUnavailable: 0, steps: [{ setWeight: 10 }, { pause: {} }], ...canary },
    },
    template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "web" }] } },
  },
});
const alb = { trafficRouting: { alb: { ingress: "web", servicePort: 80 } } };
const messagesOf = (result: { error?: { issues: { message: string }[] } | undefined }) =>
  (result.error?.issues ?? []).map(({ message }) => message).join();

describe("a Rollout", () => {
  it.each([
    ["without a router", {}],
    [
      "behind the load balancer, with both Services",
      { ...alb, stableService: "web", canaryService: "web-canary" },
    ],
    ["that pauses for a while", { steps: [{ pause: { duration: "2m" } }] }],
  ])("is valid %s", (_what, canary) => {
    expect(messagesOf(rolloutSchema.safeParse(rollout(canary)))).toBe("");
  });

  it.each([
    ["a stable Service without a router", { stableService: "web" }, /keep callers off the canary/],
    ["a router without Services", alb, /needs stableService and canaryService/],
    ["a step of two kinds", { steps: [{ setWeight: 10, pause: {} }] }, /./],
    ["a weight above 100", { steps: [{ setWeight: 110 }] }, /./],
    ["no steps", { steps: [] }, /./],
    ["another router", { trafficRouting: { nginx: { stableIngress: "web" } } }, /./],
  ])("is refused with %s", (_what, canary, message) => {
    expect(messagesOf(rolloutSchema.safeParse(rollout(canary)))).toMatch(message);
  });
});

const template = (datadog: object) => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "AnalysisTemplate",
  metadata: { name: "a" },
  spec: {
    args: [{ name: "service" }],
    metrics: [
      {
        name: "a",
        initialDelay: "2m",
        interval: "1m",
        count: 5,
        failureLimit: 1,
        successCondition: "result > 1",
        failureCondition: "result < 1",
        provider: { datadog: { apiVersion: "v2", interval: "5m", aggregator: "sum", ...datadog } },
      },
    ],
  },
});

it.each([
  ["one query", { query: "sum:q{a:b}" }, true],
  ["queries with a formula", { queries: { a: "sum:q{a:b}.as_count()" }, formula: "a * 1000" }, true],
  ["both", { query: "sum:q{*}", queries: { a: "sum:q{*}" }, formula: "a" }, false],
  ["queries without a formula", { queries: { a: "sum:q{*}" } }, false],
  ["nothing", {}, false],
  ["the old API", { apiVersion: "v1", query: "sum:q{*}" }, false],
  ["arithmetic in a query", { query: "p95:q{*} * 1000" }, false],
  ["the last point without saying so", { query: "sum:q{*}", aggregator: undefined }, false],
])("an analysis template that asks %s: valid %s", (_what, datadog, valid) => {
  expect(analysisTemplateSchema.safeParse(template(datadog)).success).toBe(valid);
});

it("objects of External Secrets are refused with a field that we do not use, and without an end of who may read", () => {
  const secret = {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: "s" },
    spec: {
      refreshInterval: "1h",
      secretStoreRef: { kind: "ClusterSecretStore", name: "aws-secrets-manager" },
      target: { name: "s", creationPolicy: "Owner" },
      data: [{ secretKey: "a", remoteRef: { key: "a" } }],
    },
  };
  expect(externalSecretSchema.safeParse(secret).success).toBe(true);
  const merged = { ...secret, spec: { ...secret.spec, target: { name: "s", creationPolicy: "Merge" } } };
  expect(externalSecretSchema.safeParse(merged).success).toBe(false);
  expect(messagesOf(externalSecretSchema.safeParse({ ...secret, spec: { ...secret.spec, x: 1 } }))).toMatch(
    /Unrecognized key/,
  );
  const store = {
    apiVersion: "external-secrets.io/v1",
    kind: "ClusterSecretStore",
    metadata: { name: "s" },
    spec: {
      provider: { aws: { service: "SecretsManager", region: "us-east-1", prefix: "horizon/staging/" } },
      conditions: [{ namespaces: ["horizon-staging"] }],
    },
  };
  expect(clusterSecretStoreSchema.safeParse(store).success).toBe(true);
  expect(
    clusterSecretStoreSchema.safeParse({ ...store, spec: { provider: store.spec.provider } }).success,
  ).toBe(false);
});
