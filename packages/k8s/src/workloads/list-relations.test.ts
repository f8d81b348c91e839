import { expect, it } from "vitest";
import { blueGreenOf, hpaOf, rolloutOf, templateOf } from "../testing/fixtures.ts";
import { listRelations } from "./list-relations.ts";

it("listRelations finds services, autoscaler, budget, configuration and analysis", () => {
  const object = rolloutOf({
    spec: {
      template: templateOf("2.0.0", {
        containers: [{ name: "web", envFrom: [{ configMapRef: { name: "web-config" } }] }],
        volumes: [{ secret: { secretName: "web-tls" } }],
      }),
    },
  });
  const service = { uid: "s", namespace: "horizon-test", name: "web-canary", type: "ClusterIP", ports: [] };
  const relations = listRelations(
    { kind: "Rollout", object },
    {
      replicaSets: [],
      pods: [],
      hpa: hpaOf(3, 20),
      services: [
        { ...service, selector: { app: "web", "rollouts-pod-template-hash": "new" } },
        { ...service, name: "other", selector: { app: "other" } },
      ],
      budgets: [],
    },
  );
  expect(relations.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
    "Service/web-canary",
    "HorizontalPodAutoscaler/web-hpa",
    "ConfigMap/web-config",
    "Secret/web-tls",
    "AnalysisTemplate/success-rate",
  ]);
});

it("names every analysis that can stop a rollout, with its kind", () => {
  const nothing = { replicaSets: [], pods: [], hpa: undefined, services: [], budgets: [] };
  const judges = (object: ReturnType<typeof rolloutOf>) =>
    listRelations({ kind: "Rollout", object }, nothing).map(({ kind, name }) => `${kind}/${name}`);
  const steps = [
    { analysis: { templates: [{ templateName: "errors", clusterScope: true }, { templateName: "errors" }] } },
    { experiment: { analyses: [{ templateName: "compare" }] } },
  ];
  expect(judges(rolloutOf({ steps }))).toEqual([
    "ClusterAnalysisTemplate/errors",
    "AnalysisTemplate/errors",
    "AnalysisTemplate/compare",
  ]);
  const waiting = blueGreenOf();
  const blueGreen = {
    prePromotionAnalysis: { templates: [{ templateName: "smoke" }] },
    postPromotionAnalysis: { templates: [{ templateName: "errors" }] },
  };
  expect(judges({ ...waiting, spec: { ...waiting.spec, strategy: { blueGreen } } })).toEqual([
    "AnalysisTemplate/smoke",
    "AnalysisTemplate/errors",
  ]);
});
