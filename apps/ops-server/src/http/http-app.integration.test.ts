import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { putDeployment } from "../testing/estate-objects.ts";
import { eventually } from "../testing/eventually.ts";
import { errorOf, type OpsClient } from "../testing/ops-client.ts";
import { startTestOps, type TestOps } from "../testing/start-test-ops.ts";

describe("the HTTP surface", () => {
  let ops: TestOps;
  let vera: OpsClient;
  beforeAll(async () => {
    ops = await startTestOps();
    putDeployment(ops.cluster);
    vera = await ops.as("vera");
  });
  afterAll(() => ops.close());

  it.each([
    ["/nothing", 404],
    ["/api/trpc/no.such", 404],
    ["/api/trpc/session.me", 401],
    ["/api/trpc/deployments.list?input=%7B%22environment%22%3A5%7D", 401],
    ["/api/stream/logs", 401],
    ["/api/stream/audit.csv", 401],
  ])("without a session, %s is answered %i, with a request id and without a stack", async (path, status) => {
    const response = await ops.clientWith(null).get(path, { headers: { "x-request-id": "request-12345" } });
    expect(response.status).toBe(status);
    expect(response.headers.get("x-request-id")).toBe("request-12345");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("x-powered-by")).toBeNull();
    const text = await response.text();
    expect(text).toContain("request-12345");
    expect(text).not.toMatch(/node_modules|\.ts:\d/);
  });

  it.each([
    ["a wrong type", "deployments.list", { environment: 5 }, "INVALID_INPUT"],
    ["an unknown environment", "deployments.list", { environment: "moon" }, "NOT_FOUND"],
    ["an unknown field", "deployments.list", { environment: "production", x: 1 }, "INVALID_INPUT"],
    [
      "a name that is a path",
      "deployments.get",
      { environment: "production", kind: "Deployment", namespace: "shop", name: "../x" },
      "INVALID_INPUT",
    ],
    [
      "an unknown workload",
      "deployments.get",
      { environment: "production", kind: "Deployment", namespace: "shop", name: "x" },
      "NOT_FOUND",
    ],
    [
      "another environment's workload",
      "deployments.get",
      { environment: "staging", kind: "Deployment", namespace: "shop", name: "worker" },
      "NOT_FOUND",
    ],
    [
      "another environment's object",
      "deployments.yaml",
      { environment: "staging", kind: "Deployment", namespace: "shop", name: "worker" },
      "NOT_FOUND",
    ],
    ["an unknown intent", "actions.get", { intentId: "0199f0a0-0000-7000-8000-000000000001" }, "NOT_FOUND"],
    ["an unknown change", "changes.get", { id: "0199f0a0-0000-7000-8000-000000000001" }, "NOT_FOUND"],
    ["a cursor that is not ours", "changes.list", { cursor: "zzz" }, "INVALID_INPUT"],
  ])("%s is refused with the right code", async (_case, procedure, input, appCode) => {
    const response = await vera.get(
      `/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`,
    );
    expect(await response.json()).toMatchObject({ error: { data: { appCode } } });
  });

  it("does not take a body over 256 kB", async () => {
    const title = "x".repeat(300 * 1024);
    const error = await errorOf(vera.trpc.savedViews.create.mutate({ title, path: "/" }));
    expect(error.data).toMatchObject({ appCode: "INVALID_INPUT", httpStatus: 413 });
  });

  it("does not take a change over GET, nor from a page of another origin", async () => {
    const overGet = await vera.get("/api/trpc/savedViews.delete?input=%7B%7D");
    expect(overGet.status).toBe(405);
    const foreign = await vera.get("/api/trpc/savedViews.delete", {
      method: "POST",
      headers: { origin: "http://evil.test", "content-type": "application/json" },
      body: JSON.stringify({ id: "0199f0a0-0000-7000-8000-000000000001" }),
    });
    expect(foreign.status).toBe(403);
  });

  it("shows an object as YAML with its managed fields apart", async () => {
    const ref = { environment: "production", kind: "Deployment", namespace: "shop", name: "worker" } as const;
    const { yaml, managedFields } = await vera.trpc.deployments.yaml.query(ref);
    expect(yaml).toContain("kind: Deployment");
    expect(managedFields).toBe("");
  });

  it("counts what Prometheus asks for", async () => {
    await eventually(async () => {
      const text = await (await vera.get("/metrics")).text();
      expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
      expect(text).toMatch(/^horizon_live_subscribers 0$/m);
      expect(text).toMatch(/^horizon_cluster_watches\{cluster="main"\} [1-9]/m);
      expect(text).toMatch(
        /^# TYPE horizon_cluster_events_total counter\nhorizon_cluster_events_total\{cluster="main"\} \d/m,
      );
      expect(text).toMatch(/^horizon_live_flushed_rows_total \d+$/m);
      for (const [, name = "", type] of text.matchAll(/^# TYPE (horizon_\w+) (\w+)$/gm))
        expect(name.endsWith("_total"), name).toBe(type === "counter");
    });
  });
});
