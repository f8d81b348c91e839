import { describe, expect, it } from "vitest";
import { patchHeaders } from "../../testing/api-client.ts";
import {
  configMap,
  deployment,
  deploymentsPath,
  rollout,
  rolloutsPath,
} from "../../testing/sample-objects.ts";
import { serveApi } from "../../testing/served-api.ts";

const { api } = await serveApi();

describe("writes", () => {
  it("creates with defaults, reads back, updates and deletes", async () => {
    const made = await api("POST", deploymentsPath, { body: deployment("crud") });
    expect(made.code).toBe(201);
    expect(made.body.spec.strategy.type).toBe("RollingUpdate");
    const changed = { ...made.body, spec: { ...made.body.spec, replicas: 3 } };
    const updated = await api("PUT", `${deploymentsPath}/crud`, { body: changed });
    expect(updated.body.metadata.generation).toBe(2);
    expect((await api("PUT", `${deploymentsPath}/crud`, { body: changed })).code).toBe(409);
    expect((await api("GET", `${deploymentsPath}/crud`)).body.spec.replicas).toBe(3);
    const deleted = await api("DELETE", `${deploymentsPath}/crud`);
    expect(deleted.body).toMatchObject({ kind: "Status", status: "Success", details: { name: "crud" } });
    expect((await api("GET", `${deploymentsPath}/crud`)).code).toBe(404);
  });

  it("records who wrote, once a manager", async () => {
    await api("POST", `${deploymentsPath}?fieldManager=alice`, { body: deployment("managed") });
    for (const replicas of [4, 5]) {
      const headers = { ...patchHeaders("merge"), "user-agent": "kubectl/v1.35" };
      await api("PATCH", `${deploymentsPath}/managed`, { headers, body: { spec: { replicas } } });
    }
    const { managedFields } = (await api("GET", `${deploymentsPath}/managed`)).body.metadata;
    expect(managedFields.map(({ manager }: { manager: string }) => manager)).toEqual(["alice", "kubectl"]);
  });

  it("stores nothing for a dry run", async () => {
    const made = await api("POST", `${deploymentsPath}?dryRun=All`, { body: deployment("dry") });
    expect(made.code).toBe(201);
    expect((await api("GET", `${deploymentsPath}/dry`)).code).toBe(404);
    await api("POST", deploymentsPath, { body: deployment("dry") });
    const patch = { headers: patchHeaders("merge"), body: { spec: { replicas: 9 } } };
    expect((await api("PATCH", `${deploymentsPath}/dry?dryRun=All`, patch)).body.spec.replicas).toBe(9);
    await api("DELETE", `${deploymentsPath}/dry?dryRun=All`);
    expect((await api("GET", `${deploymentsPath}/dry`)).body.spec.replicas).toBe(2);
    expect((await api("POST", `${deploymentsPath}?dryRun=Some`, { body: deployment("dry2") })).code).toBe(
      422,
    );
  });

  it("treats a resourceVersion in a patch as a precondition", async () => {
    const { body } = await api("POST", rolloutsPath, { body: rollout("precondition") });
    const patch = (replicas: number) => ({
      headers: patchHeaders("merge"),
      body: { metadata: { resourceVersion: body.metadata.resourceVersion }, spec: { replicas } },
    });
    expect((await api("PATCH", `${rolloutsPath}/precondition`, patch(7))).code).toBe(200);
    const stale = await api("PATCH", `${rolloutsPath}/precondition`, patch(8));
    expect(stale.body).toMatchObject({
      code: 409,
      reason: "Conflict",
      details: { kind: "rollouts", group: "argoproj.io" },
    });
    expect((await api("GET", `${rolloutsPath}/precondition`)).body.spec.replicas).toBe(7);
  });

  it("keeps status and spec apart for kinds with a status subresource", async () => {
    await api("POST", rolloutsPath, { body: rollout("parts") });
    const headers = patchHeaders("merge");
    const status = {
      body: { spec: { replicas: 9 }, status: { pauseConditions: null, abort: true } },
      headers,
    };
    const after = await api("PATCH", `${rolloutsPath}/parts/status`, status);
    expect(after.body).toMatchObject({ spec: { replicas: 2 }, status: { abort: true } });
    const main = await api("PATCH", `${rolloutsPath}/parts`, { headers, body: { status: { abort: false } } });
    expect(main.body.status).toEqual({ abort: true });
    const runs = "/apis/argoproj.io/v1alpha1/namespaces/default/analysisruns";
    await api("POST", runs, {
      body: { metadata: { name: "run" }, spec: { metrics: [] }, status: { phase: "Running" } },
    });
    expect((await api("GET", `${runs}/run`)).body.status.phase).toBe("Running");
    expect((await api("GET", `${runs}/run/status`)).code).toBe(404);
  });

  it("applies a Scale: who applies it owns the replicas, and a conflict names the owner", async () => {
    await api("POST", rolloutsPath, { body: rollout("applied") });
    const path = (manager: string) => `${rolloutsPath}/applied/scale?fieldManager=${manager}`;
    const scaleTo = (replicas: unknown) => ({
      headers: patchHeaders("apply"),
      body: {
        apiVersion: "autoscaling/v1",
        kind: "Scale",
        metadata: { name: "applied" },
        spec: { replicas },
      },
    });
    const applied = await api("PATCH", `${path("autoscaler")}&force=true`, scaleTo(7));
    expect(applied).toMatchObject({ code: 200, body: { kind: "Scale", spec: { replicas: 7 } } });
    const { metadata } = (await api("GET", `${rolloutsPath}/applied`)).body;
    expect(metadata.managedFields).toContainEqual(
      expect.objectContaining({
        manager: "autoscaler",
        operation: "Apply",
        subresource: "scale",
        fieldsV1: { "f:spec": { "f:replicas": {} } },
      }),
    );
    const conflict = await api("PATCH", path("other"), scaleTo(9));
    expect(conflict).toMatchObject({ code: 409, body: { reason: "Conflict" } });
    expect(conflict.body.message).toMatch('conflict with "autoscaler" with subresource "scale"');
    expect((await api("PATCH", path("autoscaler"), scaleTo("9"))).code).toBe(400);
    const other = { headers: patchHeaders("apply"), body: { apiVersion: "v1", kind: "Pod" } };
    expect((await api("PATCH", path("autoscaler"), other)).code).toBe(400);
    expect((await api("GET", `${rolloutsPath}/applied/scale`)).body.spec).toEqual({ replicas: 7 });
  });

  it("scales through the subresource, also a Rollout", async () => {
    await api("POST", rolloutsPath, { body: rollout("scaled") });
    const scale = await api("GET", `${rolloutsPath}/scaled/scale`);
    expect(scale.body).toMatchObject({ kind: "Scale", apiVersion: "autoscaling/v1", spec: { replicas: 2 } });
    const body = { spec: { replicas: 5 } };
    const patched = await api("PATCH", `${rolloutsPath}/scaled/scale`, {
      headers: patchHeaders("merge"),
      body,
    });
    expect(patched.body).toMatchObject({ kind: "Scale", spec: { replicas: 5 } });
    const stale = await api("PUT", `${rolloutsPath}/scaled/scale`, { body: scale.body });
    expect(stale.code).toBe(409);
    const negative = { headers: patchHeaders("merge"), body: { spec: { replicas: -1 } } };
    expect((await api("PATCH", `${rolloutsPath}/scaled/scale`, negative)).code).toBe(422);
  });

  it("deletes a collection by its labels", async () => {
    const path = "/api/v1/namespaces/default/configmaps";
    for (const [name, group] of [
      ["x1", "x"],
      ["x2", "x"],
      ["y1", "y"],
    ] as const) {
      await api("POST", path, { body: configMap(name, { group }) });
    }
    expect((await api("DELETE", `${path}?labelSelector=group=x`)).body.items).toHaveLength(2);
    expect(
      (await api("GET", path)).body.items.map((item: { metadata: object }) => item.metadata),
    ).toMatchObject([{ name: "y1" }]);
  });

  it("serves a kind once its definition is there", async () => {
    const spec = {
      group: "lab.example",
      scope: "Namespaced",
      names: { kind: "Widget", plural: "widgets", singular: "widget" },
      versions: [{ name: "v1", served: true, storage: true, schema: {} }],
    };
    const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    await api("POST", definitions, { body: { metadata: { name: "widgets.lab.example" }, spec } });
    const widgets = "/apis/lab.example/v1/namespaces/default/widgets";
    expect((await api("POST", widgets, { body: { metadata: { name: "w" } } })).code).toBe(201);
    expect((await api("GET", widgets)).body.items[0]).toMatchObject({ kind: "Widget" });
    await api("DELETE", `${definitions}/widgets.lab.example`);
    expect((await api("GET", widgets)).code).toBe(404);
  });
});
