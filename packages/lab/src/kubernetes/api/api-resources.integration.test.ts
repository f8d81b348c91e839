import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiClient, createApiClient, patchHeaders } from "../../testing/api-client.ts";
import { type ApiServerFixture, startApiServer } from "../../testing/api-server-fixture.ts";

let fixture: ApiServerFixture;
let api: ApiClient;
beforeAll(async () => {
  fixture = await startApiServer();
  api = createApiClient(fixture.server.url, fixture.server.caPem, fixture.tokens.admin);
});
afterAll(async () => {
  api.close();
  await fixture.close();
});

const deployment = (name: string, spec: object = {}) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: "web", image: "web:1" }] },
    },
    ...spec,
  },
});
const rollout = (name: string) => ({
  ...deployment(name),
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Rollout",
});
const configMap = (name: string, labels: object = {}) => ({ metadata: { name, labels }, data: { a: "b" } });

const DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
const ROLLOUTS = "/apis/argoproj.io/v1alpha1/namespaces/default/rollouts";

describe("writes", () => {
  it("creates with defaults, reads back, updates and deletes", async () => {
    const made = await api("POST", DEPLOYMENTS, { body: deployment("crud") });
    expect(made.code).toBe(201);
    expect(made.body.spec.strategy.type).toBe("RollingUpdate");
    const changed = { ...made.body, spec: { ...made.body.spec, replicas: 3 } };
    const updated = await api("PUT", `${DEPLOYMENTS}/crud`, { body: changed });
    expect(updated.body.metadata.generation).toBe(2);
    expect((await api("PUT", `${DEPLOYMENTS}/crud`, { body: changed })).code).toBe(409);
    expect((await api("GET", `${DEPLOYMENTS}/crud`)).body.spec.replicas).toBe(3);
    const deleted = await api("DELETE", `${DEPLOYMENTS}/crud`);
    expect(deleted.body).toMatchObject({ kind: "Status", status: "Success", details: { name: "crud" } });
    expect((await api("GET", `${DEPLOYMENTS}/crud`)).code).toBe(404);
  });

  it("records who wrote, once a manager", async () => {
    await api("POST", `${DEPLOYMENTS}?fieldManager=alice`, { body: deployment("managed") });
    for (const replicas of [4, 5]) {
      const headers = { ...patchHeaders("merge"), "user-agent": "kubectl/v1.35" };
      await api("PATCH", `${DEPLOYMENTS}/managed`, { headers, body: { spec: { replicas } } });
    }
    const { managedFields } = (await api("GET", `${DEPLOYMENTS}/managed`)).body.metadata;
    expect(managedFields.map(({ manager }: { manager: string }) => manager)).toEqual(["alice", "kubectl"]);
  });

  it("stores nothing for a dry run", async () => {
    const made = await api("POST", `${DEPLOYMENTS}?dryRun=All`, { body: deployment("dry") });
    expect(made.code).toBe(201);
    expect((await api("GET", `${DEPLOYMENTS}/dry`)).code).toBe(404);
    await api("POST", DEPLOYMENTS, { body: deployment("dry") });
    const patch = { headers: patchHeaders("merge"), body: { spec: { replicas: 9 } } };
    expect((await api("PATCH", `${DEPLOYMENTS}/dry?dryRun=All`, patch)).body.spec.replicas).toBe(9);
    await api("DELETE", `${DEPLOYMENTS}/dry?dryRun=All`);
    expect((await api("GET", `${DEPLOYMENTS}/dry`)).body.spec.replicas).toBe(2);
    expect((await api("POST", `${DEPLOYMENTS}?dryRun=Some`, { body: deployment("dry2") })).code).toBe(422);
  });

  it("treats a resourceVersion in a patch as a precondition", async () => {
    const { body } = await api("POST", ROLLOUTS, { body: rollout("precondition") });
    const patch = (replicas: number) => ({
      headers: patchHeaders("merge"),
      body: { metadata: { resourceVersion: body.metadata.resourceVersion }, spec: { replicas } },
    });
    expect((await api("PATCH", `${ROLLOUTS}/precondition`, patch(7))).code).toBe(200);
    const stale = await api("PATCH", `${ROLLOUTS}/precondition`, patch(8));
    expect(stale.body).toMatchObject({
      code: 409,
      reason: "Conflict",
      details: { kind: "rollouts", group: "argoproj.io" },
    });
    expect((await api("GET", `${ROLLOUTS}/precondition`)).body.spec.replicas).toBe(7);
  });

  it("keeps status and spec apart for kinds with a status subresource", async () => {
    await api("POST", ROLLOUTS, { body: rollout("parts") });
    const headers = patchHeaders("merge");
    const status = {
      body: { spec: { replicas: 9 }, status: { pauseConditions: null, abort: true } },
      headers,
    };
    const after = await api("PATCH", `${ROLLOUTS}/parts/status`, status);
    expect(after.body).toMatchObject({ spec: { replicas: 2 }, status: { abort: true } });
    const main = await api("PATCH", `${ROLLOUTS}/parts`, { headers, body: { status: { abort: false } } });
    expect(main.body.status).toEqual({ abort: true });
    const runs = "/apis/argoproj.io/v1alpha1/namespaces/default/analysisruns";
    await api("POST", runs, {
      body: { metadata: { name: "run" }, spec: { metrics: [] }, status: { phase: "Running" } },
    });
    expect((await api("GET", `${runs}/run`)).body.status.phase).toBe("Running");
    expect((await api("GET", `${runs}/run/status`)).code).toBe(404);
  });

  it("applies a Scale: who applies it owns the replicas, and a conflict names the owner", async () => {
    await api("POST", ROLLOUTS, { body: rollout("applied") });
    const path = (manager: string) => `${ROLLOUTS}/applied/scale?fieldManager=${manager}`;
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
    const { metadata } = (await api("GET", `${ROLLOUTS}/applied`)).body;
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
    expect((await api("GET", `${ROLLOUTS}/applied/scale`)).body.spec).toEqual({ replicas: 7 });
  });

  it("scales through the subresource, also a Rollout", async () => {
    await api("POST", ROLLOUTS, { body: rollout("scaled") });
    const scale = await api("GET", `${ROLLOUTS}/scaled/scale`);
    expect(scale.body).toMatchObject({ kind: "Scale", apiVersion: "autoscaling/v1", spec: { replicas: 2 } });
    const body = { spec: { replicas: 5 } };
    const patched = await api("PATCH", `${ROLLOUTS}/scaled/scale`, { headers: patchHeaders("merge"), body });
    expect(patched.body).toMatchObject({ kind: "Scale", spec: { replicas: 5 } });
    const stale = await api("PUT", `${ROLLOUTS}/scaled/scale`, { body: scale.body });
    expect(stale.code).toBe(409);
    const negative = { headers: patchHeaders("merge"), body: { spec: { replicas: -1 } } };
    expect((await api("PATCH", `${ROLLOUTS}/scaled/scale`, negative)).code).toBe(422);
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

describe("refusals", () => {
  it.each([
    ["negative replicas", { replicas: -1 }, 422, "spec.replicas"],
    ["a missing selector", { selector: undefined }, 422, "spec.selector"],
    [
      "a selector that misses the template",
      { selector: { matchLabels: { app: "x" } } },
      422,
      "spec.template.metadata.labels",
    ],
    [
      "an empty image",
      {
        template: { metadata: { labels: { app: "bad" } }, spec: { containers: [{ name: "a", image: "" }] } },
      },
      422,
      "spec.template.spec.containers[0].image",
    ],
    [
      "no container",
      { template: { metadata: { labels: { app: "bad" } }, spec: {} } },
      422,
      "spec.template.spec.containers",
    ],
  ])("refuses %s with its field as the cause", async (_, spec, code, field) => {
    const answer = await api("POST", DEPLOYMENTS, { body: deployment("bad", spec) });
    expect(answer.code).toBe(code);
    expect(answer.body).toMatchObject({
      kind: "Status",
      reason: "Invalid",
      details: { causes: [{ field }] },
    });
    expect((await api("GET", `${DEPLOYMENTS}/bad`)).code).toBe(404);
  });

  it("refuses to change a selector", async () => {
    await api("POST", DEPLOYMENTS, { body: deployment("fixed") });
    const labels = { app: "other" };
    const body = { spec: { selector: { matchLabels: labels }, template: { metadata: { labels } } } };
    const answer = await api("PATCH", `${DEPLOYMENTS}/fixed`, { headers: patchHeaders("merge"), body });
    expect(answer.body.message).toMatch(/field is immutable/);
  });

  it.each([
    ["GET", "/api/v1/namespaces/default/pods/nobody", undefined, 404, "NotFound"],
    ["GET", "/api/v1/namespaces/default/nothings", undefined, 404, "NotFound"],
    ["PATCH", "/api/v1/namespaces/default/pods", {}, 405, "MethodNotAllowed"],
    ["POST", DEPLOYMENTS, deployment("UPPER"), 422, "Invalid"],
    ["POST", DEPLOYMENTS, deployment("types", { replicas: "three" }), 400, "BadRequest"],
    ["POST", ROLLOUTS, { ...rollout("types"), spec: { replicas: "three" } }, 422, "Invalid"],
    ["POST", DEPLOYMENTS, rollout("other-kind"), 400, "BadRequest"],
    ["POST", DEPLOYMENTS, "{", 400, "BadRequest"],
    ["POST", "/apis/apps/v1/namespaces/nowhere/deployments", deployment("x"), 404, "NotFound"],
    ["GET", `${DEPLOYMENTS}?labelSelector=a=b=c`, undefined, 400, "BadRequest"],
    ["GET", `${DEPLOYMENTS}?fieldSelector=spec.x=1`, undefined, 400, "BadRequest"],
    ["GET", `${DEPLOYMENTS}?continue=nonsense`, undefined, 400, "BadRequest"],
    ["GET", "/api/v1/namespaces/default/pods/%E0%A4%A", undefined, 400, "BadRequest"],
  ])("%s %s is refused", async (method, path, body, code, reason) => {
    const answer = await api(method, path, body === undefined ? {} : { body });
    expect(answer.code).toBe(code);
    expect(answer.body).toMatchObject({ kind: "Status", apiVersion: "v1", status: "Failure", reason, code });
  });

  it("answers 415 to a strategic merge of a Rollout and to an unknown media type", async () => {
    await api("POST", ROLLOUTS, { body: rollout("media") });
    const strategic = { headers: patchHeaders("strategic"), body: {} };
    expect((await api("PATCH", `${ROLLOUTS}/media`, strategic)).code).toBe(415);
    const xml = { headers: { "content-type": "text/xml" }, body: "<a/>" };
    expect((await api("POST", ROLLOUTS, xml)).code).toBe(415);
  });

  it("answers 400 to a log where the container must be chosen or has not started", async () => {
    const pods = "/api/v1/namespaces/default/pods";
    const containers = [
      { name: "a", image: "a:1" },
      { name: "b", image: "b:1" },
    ];
    await api("POST", pods, { body: { metadata: { name: "two" }, spec: { containers } } });
    const unnamed = await api("GET", `${pods}/two/log`);
    expect(unnamed.body).toMatchObject({
      code: 400,
      message: expect.stringMatching(/choose one of: \[a b\]/),
    });
    const waiting = await api("GET", `${pods}/two/log?container=a`);
    expect(waiting.body).toMatchObject({ code: 400, message: expect.stringMatching(/is waiting to start/) });
  });

  it("refuses to change a pod but for its image, and evictions that a budget forbids", async () => {
    const pods = "/api/v1/namespaces/default/pods";
    const labels = { app: "guarded" };
    const spec = { containers: [{ name: "a", image: "a:1" }] };
    await api("POST", pods, { body: { metadata: { name: "guarded", labels }, spec } });
    const headers = patchHeaders("strategic");
    const image = { headers, body: { spec: { containers: [{ name: "a", image: "a:2" }] } } };
    expect((await api("PATCH", `${pods}/guarded`, image)).code).toBe(200);
    expect((await api("PATCH", `${pods}/guarded`, { headers, body: { spec: { nodeName: "n" } } })).code).toBe(
      422,
    );
    const ready = { status: { conditions: [{ type: "Ready", status: "True" }] } };
    await api("PATCH", `${pods}/guarded/status`, { headers, body: ready });
    const budget = { metadata: { name: "b" }, spec: { minAvailable: 1, selector: { matchLabels: labels } } };
    await api("POST", "/apis/policy/v1/namespaces/default/poddisruptionbudgets", { body: budget });
    const refused = await api("POST", `${pods}/guarded/eviction`, {
      body: { metadata: { name: "guarded" } },
    });
    expect(refused.body).toMatchObject({ code: 429, details: { causes: [{ reason: "DisruptionBudget" }] } });
    await api("DELETE", "/apis/policy/v1/namespaces/default/poddisruptionbudgets/b");
    const evicted = await api("POST", `${pods}/guarded/eviction`, {
      body: { metadata: { name: "guarded" } },
    });
    expect(evicted.code).toBe(201);
  });
});

describe("lists", () => {
  const path = "/api/v1/namespaces/paged/configmaps";
  const names = (answer: { body: { items: { metadata: { name: string } }[] } }) =>
    answer.body.items.map(({ metadata }) => metadata.name);
  beforeAll(async () => {
    await api("POST", "/api/v1/namespaces", { body: { metadata: { name: "paged" } } });
    for (let index = 0; index < 7; index++) {
      await api("POST", path, { body: configMap(`c${index}`, { parity: index % 2 ? "odd" : "even" }) });
    }
  });

  it("pages one snapshot of one version", async () => {
    const first = await api("GET", `${path}?limit=3`);
    expect(first.body.metadata.remainingItemCount).toBe(4);
    await api("DELETE", `${path}/c6`);
    const token = first.body.metadata.continue;
    const second = await api("GET", `${path}?limit=3&continue=${token}`);
    const third = await api("GET", `${path}?limit=3&continue=${second.body.metadata.continue}`);
    expect([first, second, third].flatMap(names)).toEqual(["c0", "c1", "c2", "c3", "c4", "c5", "c6"]);
    expect(third.body.metadata).toEqual({ resourceVersion: first.body.metadata.resourceVersion });
    await api("POST", path, { body: configMap("c6") });
  });

  it("answers 410 to a token whose version is forgotten", async () => {
    const { body } = await api("GET", `${path}?limit=3`);
    fixture.store.compact();
    await api("POST", path, { body: configMap("later") });
    await api("DELETE", `${path}/later`);
    fixture.store.compact();
    const answer = await api("GET", `${path}?limit=3&continue=${body.metadata.continue}`);
    expect(answer.body).toMatchObject({ code: 410, reason: "Expired" });
  });

  it("limits what matches the selectors", async () => {
    const first = await api("GET", `${path}?labelSelector=parity%20in%20(odd)&limit=2`);
    expect(names(first)).toEqual(["c1", "c3"]);
    const rest = await api(
      "GET",
      `${path}?labelSelector=parity%20in%20(odd)&limit=2&continue=${first.body.metadata.continue}`,
    );
    expect(names(rest)).toEqual(["c5"]);
    expect(names(await api("GET", `${path}?fieldSelector=metadata.name=c3`))).toEqual(["c3"]);
  });

  it("leaves kind and apiVersion out of built-in items and keeps them in custom ones", async () => {
    expect((await api("GET", path)).body.items[0].kind).toBeUndefined();
    await api("POST", ROLLOUTS, { body: rollout("listed") });
    expect((await api("GET", ROLLOUTS)).body.items[0].kind).toBe("Rollout");
  });

  it("answers 504 to a version from the future", async () => {
    const answer = await api("GET", `${path}?resourceVersion=99999999`);
    expect(answer.body).toMatchObject({ code: 504, reason: "Timeout" });
  });

  it("prints a Table", async () => {
    const accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    const { body } = await api("GET", DEPLOYMENTS, { headers: { accept } });
    expect(body.kind).toBe("Table");
    expect(body.columnDefinitions.slice(0, 5).map(({ name }: { name: string }) => name)).toEqual([
      "Name",
      "Ready",
      "Up-to-date",
      "Available",
      "Age",
    ]);
    expect(body.rows[0].object.kind).toBe("PartialObjectMetadata");
  });
});

describe("who may do what", () => {
  const list = "/api/v1/namespaces/default/pods";

  it("answers 401 without a valid token and 403 without the right", async () => {
    expect((await api("GET", list, { token: "" })).body).toMatchObject({ code: 401, reason: "Unauthorized" });
    expect((await api("GET", list, { token: "wrong" })).code).toBe(401);
    expect((await api("GET", list, { token: fixture.tokens.stranger })).body).toMatchObject({
      code: 403,
      reason: "Forbidden",
    });
    expect((await api("GET", list, { token: fixture.tokens.viewer })).code).toBe(200);
    expect((await api("DELETE", list, { token: fixture.tokens.viewer })).code).toBe(403);
    expect((await api("GET", "/readyz", { token: "" })).body).toBe("ok");
  });

  it("acts as the impersonated user with every group, and the audit log says so", async () => {
    const headers = { "impersonate-user": "ann", "impersonate-group": ["other", "viewers"] };
    expect((await api("GET", list, { headers })).code).toBe(200);
    expect((await api("DELETE", `${list}/p`, { headers })).code).toBe(403);
    expect((await api("GET", list, { headers, token: fixture.tokens.viewer })).code).toBe(403);
    const entries = fixture.server.audit().slice(-3);
    expect(entries).toMatchObject([
      {
        user: "admin",
        impersonatedUser: "ann",
        verb: "list",
        resource: "pods",
        namespace: "default",
        code: 200,
      },
      { user: "admin", impersonatedUser: "ann", verb: "delete", resource: "pods", name: "p", code: 403 },
      { user: "vera", code: 403 },
    ]);
  });

  it("answers reviews for oneself and for others", async () => {
    const review = (spec: object, kind: string, token?: string) =>
      api("POST", `/apis/authorization.k8s.io/v1/${kind}`, { body: { spec }, token });
    const resourceAttributes = { verb: "list", resource: "pods", namespace: "default" };
    const own = await review({ resourceAttributes }, "selfsubjectaccessreviews", fixture.tokens.viewer);
    expect(own.body.status.allowed).toBe(true);
    const other = await review({ resourceAttributes, user: "x" }, "subjectaccessreviews");
    expect(other.body.status.allowed).toBe(false);
  });
});
