import { describe, expect, it } from "vitest";
import { serveKubectl } from "../testing/served-kubectl.ts";

const { kubectl, store } = await serveKubectl();

const run = (args: string, input?: object) =>
  kubectl([...args.split(" "), "-n", "shop"], input && JSON.stringify(input));

const argo = (kind: string, name: string, spec: object) => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind,
  metadata: { name },
  spec,
});
const rollout = (name: string, canary: object, more: object = {}) =>
  argo("Rollout", name, {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: "web", image: "web:1" }] },
    },
    strategy: { canary },
    ...more,
  });
const template = (name: string, datadog: object) =>
  argo("AnalysisTemplate", name, { metrics: [{ name: "errors", provider: { datadog } }] });

describe("custom kinds have the schemas of their definitions", () => {
  it("kubectl explain describes them", async () => {
    const canary = await run("explain rollout.spec.strategy.canary");
    expect(canary.stdout).toMatch(/GROUP: +argoproj\.io\nKIND: +Rollout\nVERSION: +v1alpha1\n/);
    expect(canary.stdout).toMatch(/steps\t<\[\]Object>\n/);
    expect(canary.stdout).toMatch(/maxSurge\t<Object>\n/);
    const container = await run("explain rollout.spec.template.spec.containers.image");
    expect(container.stdout).toMatch(/FIELD: image <string>/);
    const version = await run("explain analysistemplate.spec.metrics.provider.datadog.apiVersion");
    expect(version.stdout).toMatch(/ENUM:\n +v1\n +v2/);
    expect((await run("explain rollout.spec.strategy.canary.step")).stderr).toBe(
      'error: field "step" does not exist\n',
    );
  });

  it("a field that nobody knows is refused, and only warned of when that is asked for", async () => {
    const typo = rollout("typo", { steps: [{ setWeigth: 20 }] });
    const refused = await run("create -f -", typo);
    expect(refused.stderr).toMatch(
      'Rollout in version "v1alpha1" cannot be handled as a Rollout: strict decoding error: unknown field "spec.strategy.canary.steps[0].setWeigth"',
    );
    expect(store.find("rollouts.argoproj.io", "shop", "typo")).toBeUndefined();
    const warned = await run("create --validate=warn -f -", typo);
    expect(warned.stderr).toBe('Warning: unknown field "spec.strategy.canary.steps[0].setWeigth"\n');
    expect(store.find("rollouts.argoproj.io", "shop", "typo")?.spec).toMatchObject({
      strategy: { canary: { steps: [{}] } },
    });
    const applied = await run("apply --server-side -f -", rollout("typo", { stepz: [] }));
    expect(applied.stderr).toMatch(".spec.strategy.canary.stepz: field not declared in schema");
  });

  it("wrong types, missing fields and values that are none of the choices are Invalid, each with its cause", async () => {
    const bad = rollout(
      "bad",
      { steps: [{ setWeight: "20" }, { plugin: {} }], maxSurge: true },
      { replicas: "3" },
    );
    const { code, stderr } = await run("create -f -", bad);
    expect(code).toBe(1);
    const lines = stderr.trim().split("\n");
    expect(lines[0]).toBe('The Rollout "bad" is invalid: ');
    expect(lines.slice(1).toSorted()).toEqual([
      '* spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string"',
      '* spec.strategy.canary.maxSurge: Invalid value: "boolean": spec.strategy.canary.maxSurge in body must be of type integer,string: "boolean"',
      '* spec.strategy.canary.steps[0].setWeight: Invalid value: "string": spec.strategy.canary.steps[0].setWeight in body must be of type integer: "string"',
      "* spec.strategy.canary.steps[1].plugin.name: Required value",
    ]);
    expect((await run("create -f -", template("bad", { apiVersion: "v3" }))).stderr).toBe(
      'The AnalysisTemplate "bad" is invalid: spec.metrics[0].provider.datadog.apiVersion: Unsupported value: "v3": supported values: "v1", "v2"\n',
    );
    expect((await run("create -f -", argo("Experiment", "bad", {}))).stderr).toBe(
      'The Experiment "bad" is invalid: spec.templates: Required value\n',
    );
  });

  it("a patch is held to them as well, and changes nothing when it is refused", async () => {
    await run("create -f -", rollout("held", { steps: [{ setWeight: 20 }] }));
    const path = "patch rollout held --type=merge -p";
    const wrong = await run(`${path} {"spec":{"paused":"yes"}}`);
    expect(wrong.stderr).toBe(
      'The Rollout "held" is invalid: spec.paused: Invalid value: "string": spec.paused in body must be of type boolean: "string"\n',
    );
    const status = await run(`${path} {"status":{"currentStepIndex":"two"}} --subresource=status`);
    expect(status.stderr).toMatch("status.currentStepIndex in body must be of type integer");
    const unknown = await run(`${path} {"spec":{"pause":true}}`);
    expect(unknown.stderr).toBe('Warning: unknown field "spec.pause"\n');
    expect(store.find("rollouts.argoproj.io", "shop", "held")?.metadata.generation).toBe(1);
  });

  it("what is left out is filled in as the definitions say", async () => {
    await run("create -f -", template("filled", { query: "avg:a{*}" }));
    const found = store.find("analysistemplates.argoproj.io", "shop", "filled");
    expect(found?.spec).toMatchObject({
      metrics: [{ provider: { datadog: { apiVersion: "v1", interval: "5m", requestTimeout: "10s" } } }],
    });
    await run("create -f -", {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name: "filled" },
      spec: { secretStoreRef: { name: "a" } },
    });
    const secret = store.find("externalsecrets.external-secrets.io", "shop", "filled");
    expect(secret?.spec).toMatchObject({
      refreshInterval: "1h0m0s",
      target: { creationPolicy: "Owner", deletionPolicy: "Retain" },
    });
  });
});

describe("rules in CEL of a definition that somebody brings", () => {
  const definition = (rule: string) => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "pools.example.com" },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { plural: "pools", singular: "pool", kind: "Pool" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: "object",
              properties: {
                spec: {
                  type: "object",
                  properties: {
                    min: { type: "integer" },
                    max: { type: "integer" },
                    zone: { type: "string" },
                  },
                  "x-kubernetes-validations": [
                    { rule, message: "min must not be above max" },
                    { rule: "self.zone == oldSelf.zone", message: "zone is immutable" },
                  ],
                },
              },
            },
          },
        },
      ],
    },
  });
  const pool = (spec: object) => ({
    apiVersion: "example.com/v1",
    kind: "Pool",
    metadata: { name: "p" },
    spec,
  });

  it("hold what is made and what is changed to them, and are refused when they cannot be read", async () => {
    expect((await run("create -f -", definition("self.min <"))).stderr).toMatch(
      /x-kubernetes-validations\[0\]\.rule: Invalid value: "self\.min <": compilation failed/,
    );
    expect((await run("create -f -", definition("self.min <= self.max"))).code).toBe(0);
    expect((await run("create -f -", pool({ min: 3, max: 2, zone: "a" }))).stderr).toBe(
      'The Pool "p" is invalid: spec: Invalid value: "object": min must not be above max\n',
    );
    expect((await run("create -f -", pool({ min: 1, max: 2, zone: "a" }))).code).toBe(0);
    expect((await run('patch pool p --type=merge -p {"spec":{"zone":"b"}}')).stderr).toBe(
      'The Pool "p" is invalid: spec: Invalid value: "object": zone is immutable\n',
    );
    expect((await run("get apiservice v1.example.com")).stdout).toMatch(/v1\.example\.com +Local +True/);
  });
});
