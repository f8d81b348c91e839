import { describe, expect, it } from "vitest";
import { deploymentOf, rolloutOf, templateOf } from "../testing/fixtures.ts";
import { planForWeb as plan, webTarget as target } from "../testing/plan-for-web.ts";
import { planPodDelete, type WorkloadCommand } from "./plan-workload-action.ts";
import type { Workload } from "./workload-row.ts";

const deployment: Workload = { kind: "Deployment", object: deploymentOf() };

const rolloutPath = "/apis/argoproj.io/v1alpha1/namespaces/horizon-test/rollouts/web";
const test = { op: "test", path: "/metadata/resourceVersion", value: "10" };

describe("planWorkloadAction", () => {
  it("restarts a Rollout by restartAt, to the second", () => {
    expect(plan({ action: "workload.restart", target })).toMatchObject([
      {
        path: rolloutPath,
        body: { metadata: { resourceVersion: "10" }, spec: { restartAt: "2026-01-05T10:00:00Z" } },
      },
    ]);
  });

  it("restarts a Deployment by the annotation that kubectl uses", () => {
    expect(plan({ action: "workload.restart", target }, deployment)[0]?.body).toMatchObject({
      spec: {
        template: {
          metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": "2026-01-05T10:00:00Z" } },
        },
      },
    });
  });

  it.each([
    { action: "workload.restart", target },
    { action: "workload.rollBack", target, revision: 1 },
  ] as const)("refuses $action of a paused Deployment, which would start nothing", (command) => {
    const paused: Workload = { kind: "Deployment", object: deploymentOf({ spec: { paused: true } }) };
    expect(() => plan(command, paused)).toThrow("kubectl rollout resume deployment/web -n horizon-test");
  });

  it("rolls back to the template of a revision, without the hash, bound to the version that was seen", () => {
    expect(plan({ action: "workload.rollBack", target, revision: 1 })).toEqual([
      {
        method: "PATCH",
        path: rolloutPath,
        contentType: "application/json-patch+json",
        body: [test, { op: "replace", path: "/spec/template", value: templateOf("1.0.0") }],
        expect: { resourceVersion: "10" },
      },
    ]);
  });

  it("sets the image of one container only", () => {
    expect(
      plan({ action: "workload.setImage", target, container: "web", image: "registry.example/web:3" })[0]
        ?.body,
    ).toEqual([
      test,
      { op: "replace", path: "/spec/template/spec/containers/0/image", value: "registry.example/web:3" },
    ]);
  });

  it("scales through the subresource and sets bounds on the autoscaler", () => {
    expect(plan({ action: "workload.scale", target, replicas: 5 })[0]).toMatchObject({
      path: `${rolloutPath}/scale`,
      body: { spec: { replicas: 5 } },
    });
    expect(
      plan({ action: "workload.setScaleBounds", target, minReplicas: 4, maxReplicas: 9 })[0],
    ).toMatchObject({
      path: "/apis/autoscaling/v2/namespaces/horizon-test/horizontalpodautoscalers/web-hpa",
      body: { spec: { minReplicas: 4, maxReplicas: 9 } },
    });
  });

  it("changes the template of the Deployment that a workloadRef names", () => {
    const object = rolloutOf({
      spec: { template: undefined, workloadRef: { kind: "Deployment", name: "web-template" } },
    });
    const referenced = deploymentOf({ metadata: { name: "web-template", resourceVersion: "77" } });
    const [request] = plan(
      { action: "workload.rollBack", target, revision: 1 },
      { kind: "Rollout", object },
      { referenced },
    );
    expect(request).toMatchObject({
      path: "/apis/apps/v1/namespaces/horizon-test/deployments/web-template",
      expect: { resourceVersion: "77" },
    });
  });

  it.each<[string, WorkloadCommand, RegExp]>([
    ["a revision that is gone", { action: "workload.rollBack", target, revision: 9 }, /not kept/],
    ["the revision that runs", { action: "workload.rollBack", target, revision: 2 }, /already/],
    [
      "an unknown container",
      { action: "workload.setImage", target, container: "x", image: "a:1" },
      /no container/,
    ],
    [
      "the same image",
      { action: "workload.setImage", target, container: "web", image: "registry.example/web:2.0.0" },
      /already/,
    ],
    [
      "bounds that cross",
      { action: "workload.setScaleBounds", target, minReplicas: 9, maxReplicas: 4 },
      /minimum/,
    ],
  ])("refuses %s", (_name, command, message) => {
    expect(() => plan(command)).toThrow(message);
  });

  it("deletes the very pod that was seen", () => {
    expect(planPodDelete({ namespace: "n", name: "p", uid: "u" })).toMatchObject({
      method: "DELETE",
      path: "/api/v1/namespaces/n/pods/p",
      body: { preconditions: { uid: "u" } },
    });
  });
});
