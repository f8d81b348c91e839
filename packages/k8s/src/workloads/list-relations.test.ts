import { expect, it } from "vitest";
import { hpaOf, rolloutOf, templateOf } from "../testing/fixtures.ts";
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
