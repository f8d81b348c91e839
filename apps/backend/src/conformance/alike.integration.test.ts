import { randomBytes, randomUUID } from "node:crypto";
import { backendEvents, consumersOf, type ServiceName, serviceNames } from "@horizon/contracts/backend";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { findUpstream } from "../services/api-gateway/domain/route-table.ts";
import { createApi } from "../testing/api-client.ts";
import { startTestBackend, type TestBackend } from "../testing/start-test-backend.ts";

const withData = serviceNames.filter((name) => name !== "api-gateway");
let backend: TestBackend;
beforeAll(async () => {
  backend = await startTestBackend({ DRAIN_DELAY_MS: "5000" });
});
afterAll(() => backend.close());

const urlOf = (name: ServiceName) =>
  name === "api-gateway" ? backend.gateway.url : backend.services[name].url;

describe.each(serviceNames)("%s", (name) => {
  test("says that it lives, that it is ready, and what it measures", async () => {
    const api = createApi(urlOf(name));
    expect(await api("GET", "/health/live")).toMatchObject({
      status: 200,
      body: { status: "live", service: name },
    });
    // Eight services that start in one process keep its event loop busy; alone, each is ready at once.
    await vi.waitFor(
      async () =>
        expect(await api("GET", "/health/ready")).toMatchObject({
          status: 200,
          body: { status: "ready", service: name, obstacles: [] },
        }),
      30_000,
    );
    const metrics = await api("GET", "/metrics");
    expect(metrics.status).toBe(200);
    expect(metrics.headers["content-type"]).toContain("text/plain");
    expect(metrics.body).toContain(`service="${name}"`);
  });

  test("answers what it does not know with a problem, and logs it as JSON under the request's and the trace's id", async () => {
    const requestId = randomUUID();
    const traceId = randomBytes(16).toString("hex");
    const headers = { "x-request-id": requestId, traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    const answer = await createApi(urlOf(name))("GET", "/v1/nowhere", { headers });
    expect(answer).toMatchObject({
      status: 404,
      headers: {
        "content-type": expect.stringMatching(/^application\/problem\+json/),
        "x-request-id": requestId,
      },
      body: { code: "resource.not_found", status: 404, request_id: requestId },
    });
    const lines = backend.logLines[name].map((line) => JSON.parse(line));
    expect(lines.filter((line) => line.requestId === requestId)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name, traceId, time: expect.any(String), level: "info" }),
      ]),
    );
  });
});

test("every documented path is routed to the service that documents it, and no two document the same", () => {
  const owners = new Map<string, ServiceName>();
  const operations = new Map<string, ServiceName>();
  const wrong: string[] = [];
  for (const name of withData) {
    for (const { method, path, operationId } of backend.services[name].routes) {
      if (path.startsWith("/internal/")) continue;
      const other = owners.get(`${method} ${path}`) ?? operations.get(operationId);
      if (other !== undefined) wrong.push(`${name}: ${method} ${path} (${operationId}) is of ${other} too`);
      owners.set(`${method} ${path}`, name);
      operations.set(operationId, name);
      const upstream = findUpstream(path.replace(/:\w+/g, "id"));
      if (upstream !== name) wrong.push(`${name}: ${path} is routed to ${upstream ?? "nobody"}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(owners.size).toBeGreaterThan(150);
});

test("the document that the gateway shows is all that the services document, and nothing internal", async () => {
  const { status, body } = await backend.api("GET", "/v1/openapi.json");
  expect(status).toBe(200);
  const shown = Object.entries<Record<string, unknown>>(body.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path.replace(/\{(\w+)\}/g, ":$1")}`),
  );
  const served = withData.flatMap((name) =>
    backend.services[name].routes
      .filter(({ path }) => !path.startsWith("/internal/"))
      .map(({ method, path }) => `${method} ${path}`),
  );
  expect(shown.sort()).toEqual(served.sort());
  expect(shown.filter((path) => path.includes("internal"))).toEqual([]);
});

test("internal paths of every service are nobody's to reach through the gateway", async () => {
  const paths = withData.flatMap((name) =>
    backend.services[name].routes.map(({ path }) => path).filter((path) => path.startsWith("/internal/")),
  );
  for (const path of new Set(paths)) {
    for (const way of [path, `/v1/..${path}`, `/v1/auth/..%2f..${path}`, `/v1/%2e%2e${path}`]) {
      const { status } = await backend.api("GET", way);
      expect([way, status]).toEqual([way, 404]);
    }
  }
});

test("whoever is named as a consumer of an event takes it, and nobody waits for an event that is not sent to them", () => {
  const types = Object.keys(backendEvents);
  for (const name of withData) {
    const sent = types.filter((type) => consumersOf(type).includes(name));
    expect([name, [...backend.services[name].consumes].sort()]).toEqual([name, sent.sort()]);
  }
});

test("jobs have names of their own and schedules that the worker understands", async () => {
  for (const name of withData) {
    const { status, body } = await backend.internal("worker-service", name, "/internal/jobs");
    expect([name, status]).toEqual([name, 200]);
    const names = body.jobs.map((job: { name: string }) => job.name);
    expect(names).toEqual([...new Set(names)]);
    expect(names).toContain("purge-answers-and-events");
  }
});

/** What creates, charges, mails or signs: sent twice by a client that lost the answer, it happens once. */
const keyed = [
  "POST /v1/auth/register",
  "POST /v1/users",
  "POST /v1/api-clients",
  "POST /v1/leads",
  "POST /v1/customers",
  "PUT /v1/customers/:id/ssn",
  "POST /v1/customers/:id/identity-verifications",
  "POST /v1/customers/:id/consents",
  "POST /v1/customers/:id/documents",
  "POST /v1/customers/:id/disclosures/:id/acknowledge",
  "POST /v1/customers/:id/contracts",
  "POST /v1/contracts/:id/signatures",
  "POST /v1/contracts/:id/cancel",
  "POST /v1/customers/:id/privacy-requests",
  "POST /v1/customers/:id/credit-reports",
  "POST /v1/customers/:id/dispute-items",
  "POST /v1/dispute-items/:id/attest",
  "POST /v1/customers/:id/rounds",
  "POST /v1/rounds/:id/letters",
  "POST /v1/letters/:id/send",
  "POST /v1/letters/:id/mark-mailed",
  "POST /v1/rounds/:id/supplements",
  "POST /v1/rounds/:id/responses",
  "POST /v1/dispute-items/:id/next-round",
  "POST /v1/customers/:id/identity-theft-cases",
  "POST /v1/service-performances",
  "POST /v1/customers/:id/subscription",
  "POST /v1/customers/:id/payment-methods",
  "POST /v1/invoices",
  "POST /v1/invoices/:id/charge",
  "POST /v1/payments/:id/refunds",
  "POST /v1/invoices/:id/disputes",
  "POST /v1/customers/:id/result-proofs",
  "POST /v1/messages",
  "POST /v1/incidents",
  "POST /v1/safeguards/:id/records",
  "POST /v1/access-reviews",
  "POST /v1/customers/:id/protections",
  "POST /v1/sales-materials",
  "POST /v1/webhook-endpoints",
];

test.each(keyed)("%s documents and wants an Idempotency-Key", async (route) => {
  const [method = "", path = ""] = route.split(" ");
  const found = withData
    .flatMap((name) => backend.services[name].routes)
    .find((one) => one.method === method.toLowerCase() && one.path.replace(/:\w+/g, ":id") === path);
  expect(found?.idempotency).toBeDefined();
  const { body } = await backend.api("GET", "/v1/openapi.json");
  const operation = body.paths[found?.path.replace(/:(\w+)/g, "{$1}") ?? ""][method.toLowerCase()];
  expect(operation.parameters).toContainEqual(
    expect.objectContaining({ name: "Idempotency-Key", in: "header", required: true }),
  );
});

test("each stops in order: not ready but alive while the load balancer looks away, then gone", async () => {
  const stopping = serviceNames.map(async (name) => {
    const url = urlOf(name);
    const service = name === "api-gateway" ? backend.gateway : backend.services[name];
    const stopped = service.stop();
    const api = createApi(url);
    expect(await api("GET", "/health/ready")).toMatchObject({
      status: 503,
      body: { status: "not ready", service: name, obstacles: expect.arrayContaining(["draining"]) },
    });
    expect(await api("GET", "/health/live")).toMatchObject({ status: 200 });
    await stopped;
    await expect(api("GET", "/health/live")).rejects.toThrow(/ECONNREFUSED|ECONNRESET|other side closed/);
  });
  await Promise.all(stopping);
});
