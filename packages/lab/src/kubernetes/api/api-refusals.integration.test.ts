import { describe, expect, it } from "vitest";
import { patchHeaders } from "../../testing/api-client.ts";
import { deployment, deploymentsPath, rollout, rolloutsPath } from "../../testing/sample-objects.ts";
import { serveApi } from "../../testing/served-api.ts";

const { api } = await serveApi();

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
    const answer = await api("POST", deploymentsPath, { body: deployment("bad", spec) });
    expect(answer.code).toBe(code);
    expect(answer.body).toMatchObject({
      kind: "Status",
      reason: "Invalid",
      details: { causes: [{ field }] },
    });
    expect((await api("GET", `${deploymentsPath}/bad`)).code).toBe(404);
  });

  it("refuses to change a selector", async () => {
    await api("POST", deploymentsPath, { body: deployment("fixed") });
    const labels = { app: "other" };
    const body = { spec: { selector: { matchLabels: labels }, template: { metadata: { labels } } } };
    const answer = await api("PATCH", `${deploymentsPath}/fixed`, { headers: patchHeaders("merge"), body });
    expect(answer.body.message).toMatch(/field is immutable/);
  });

  it.each([
    ["GET", "/api/v1/namespaces/default/pods/nobody", undefined, 404, "NotFound"],
    ["GET", "/api/v1/namespaces/default/nothings", undefined, 404, "NotFound"],
    ["PATCH", "/api/v1/namespaces/default/pods", {}, 405, "MethodNotAllowed"],
    ["POST", deploymentsPath, deployment("UPPER"), 422, "Invalid"],
    ["POST", deploymentsPath, deployment("types", { replicas: "three" }), 400, "BadRequest"],
    ["POST", rolloutsPath, { ...rollout("types"), spec: { replicas: "three" } }, 422, "Invalid"],
    ["POST", deploymentsPath, rollout("other-kind"), 400, "BadRequest"],
    ["POST", deploymentsPath, "{", 400, "BadRequest"],
    ["POST", "/apis/apps/v1/namespaces/nowhere/deployments", deployment("x"), 404, "NotFound"],
    ["GET", `${deploymentsPath}?labelSelector=a=b=c`, undefined, 400, "BadRequest"],
    ["GET", `${deploymentsPath}?fieldSelector=spec.x=1`, undefined, 400, "BadRequest"],
    ["GET", `${deploymentsPath}?continue=nonsense`, undefined, 400, "BadRequest"],
    ["GET", "/api/v1/namespaces/default/pods/%E0%A4%A", undefined, 400, "BadRequest"],
  ])("%s %s is refused", async (method, path, body, code, reason) => {
    const answer = await api(method, path, body === undefined ? {} : { body });
    expect(answer.code).toBe(code);
    expect(answer.body).toMatchObject({ kind: "Status", apiVersion: "v1", status: "Failure", reason, code });
  });

  it("answers 415 to a strategic merge of a Rollout and to an unknown media type", async () => {
    await api("POST", rolloutsPath, { body: rollout("media") });
    const strategic = { headers: patchHeaders("strategic"), body: {} };
    expect((await api("PATCH", `${rolloutsPath}/media`, strategic)).code).toBe(415);
    const xml = { headers: { "content-type": "text/xml" }, body: "<a/>" };
    expect((await api("POST", rolloutsPath, xml)).code).toBe(415);
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
    const ready = { status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] } };
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
