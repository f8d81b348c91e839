import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { startTestService, type TestService } from "../testing/start-test-service.ts";
import { createServiceContext, type ServiceContext } from "./context.ts";
import { baseEnv, databaseEnv, parseEnv } from "./env.ts";
import { idIn, idOut, publicIdOf } from "./ids.ts";
import { defineProblems } from "./problems.ts";
import { routesOf } from "./route.ts";
import { authorizeCustomer } from "./standing.ts";
import { startServiceApp } from "./start-app.ts";

const { publicRoute, userRoute } = routesOf<ServiceContext>();
const problems = defineProblems({ "note.refused": { status: 409, title: "Not now", rule: "TEST-1" } });

/** Effects of the routes below; what the platform promises is counted on it. */
let effects = 0;
const routes = [
  publicRoute({
    method: "get",
    path: "/v1/echo",
    operationId: "echo",
    summary: "Echo",
    query: z.strictObject({ word: z.string().max(10) }),
    responses: { 200: z.strictObject({ word: z.string() }) },
    handler: async (_context, { query }) => ({ status: 200, body: query }),
  }),
  userRoute({
    access: { roles: ["customer", "agent"] },
    method: "post",
    path: "/v1/customers/:customerId/notes",
    operationId: "createNote",
    summary: "Note",
    params: z.strictObject({ customerId: idIn("cus") }),
    body: z.strictObject({ text: z.string().min(1).max(50), refuse: z.boolean().optional() }),
    idempotency: "required",
    responses: { 201: z.strictObject({ id: idOut("not") }) },
    problems: ["note.refused"],
    handler: async (context, { params, principal, body, requestId }) => {
      await authorizeCustomer(context, principal, params.customerId, requestId);
      if (body.refuse) throw problems.problem("note.refused", { detail: "Because you asked." });
      effects += 1;
      return { status: 201, body: { id: publicIdOf("not", randomUUID()) }, location: "/v1/notes/1" };
    },
  }),
  userRoute({
    access: { roles: ["agent"], stepUp: true },
    method: "patch",
    path: "/v1/notes/:noteId",
    operationId: "updateNote",
    summary: "Change",
    params: z.strictObject({ noteId: idIn("not") }),
    body: z.strictObject({ text: z.string() }),
    ifMatch: "required",
    responses: { 204: null },
    handler: async (_context, { ifMatch }) => ({ status: 204, etag: ifMatch + 1 }),
  }),
  userRoute({
    access: { roles: ["agent"], scope: "disputes:read" },
    method: "get",
    path: "/v1/notes",
    operationId: "listNotes",
    summary: "List",
    responses: { 200: z.strictObject({ kind: z.string() }) },
    handler: async (_context, { principal }) => ({ status: 200, body: { kind: principal.kind } }),
  }),
  publicRoute({
    method: "get",
    path: "/v1/defect",
    operationId: "defect",
    summary: "Breaks",
    responses: { 204: null },
    handler: async () => {
      throw new Error("password=hunter2 at 10.0.0.7");
    },
  }),
];

let service: TestService<ServiceContext>;
beforeAll(async () => {
  service = await startTestService({
    name: "dispute-service",
    start: async (env, overrides) => {
      const parsed = parseEnv({ ...baseEnv, ...databaseEnv }, env);
      return startServiceApp(await createServiceContext("dispute-service", parsed, overrides), { routes });
    },
    // A role is kept from signing in below, which holds for the whole server.
    ownDatabaseServer: true,
  });
});
afterAll(() => service.close());

async function customer() {
  const standing = service.standings.add();
  const token = await service.tokens.customer(standing.customer_id);
  return { standing, token, path: `/v1/customers/${publicIdOf("cus", standing.customer_id)}/notes` };
}

describe("problems", () => {
  test.each([
    ["an unknown path", "GET", "/v1/nothing", {}, 404, "resource.not_found"],
    ["a wrong method", "DELETE", "/v1/echo", {}, 405, "request.method_not_allowed"],
    ["a missing parameter", "GET", "/v1/echo", {}, 422, "request.invalid"],
    ["a parameter twice", "GET", "/v1/echo?word=a&word=b", {}, 422, "request.invalid"],
    ["an unknown parameter", "GET", "/v1/echo?word=a&x=1", {}, 422, "request.invalid"],
    ["a NUL in a parameter", "GET", "/v1/echo?word=%00", {}, 400, "request.malformed"],
    ["no token", "POST", `/v1/customers/cus_${"0".repeat(32)}/notes`, { body: {} }, 401, "auth.required"],
    ["a token that is none", "GET", "/v1/notes", { token: "abc.def.ghi" }, 401, "auth.required"],
    ["a malformed URL", "GET", "/v1/customers/%ff/notes", {}, 400, "request.malformed"],
    ["a defect", "GET", "/v1/defect", {}, 500, "internal"],
  ])("%s", async (_name, method, path, call, status, code) => {
    const answer = await service.api(method, path, call);
    expect(answer.status).toBe(status);
    expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ status, code, type: `/problems/${code}` });
    expect(answer.body.request_id).toBe(answer.headers["x-request-id"]);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(JSON.stringify(answer.body)).not.toMatch(/hunter2|10\.0\.0\.7|\.ts:|node_modules/);
  });

  test("a wrong method is told which are right", async () => {
    const answer = await service.api("DELETE", "/v1/echo");
    expect(answer.headers.allow).toBe("GET, HEAD");
  });

  test("a refusal by law names its rule", async () => {
    const { token, path } = await customer();
    const answer = await service.api("POST", path, { token, body: { text: "x", refuse: true } });
    expect(answer.body).toMatchObject({
      status: 409,
      code: "note.refused",
      rule: "TEST-1",
      detail: "Because you asked.",
    });
  });

  test.each([
    ["no JSON", "{", 400],
    ["a key twice", '{"text":"a","text":"b"}', 400],
    ["nested too deep", `{"text":${"[".repeat(40)}${"]".repeat(40)}}`, 400],
    ["no UTF-8", Buffer.from([0x22, 0xff, 0x22]), 400],
    ["a NUL in a text", '{"text":"a\\u0000b"}', 400],
    ["a NUL in a name", '{"text":"a","\\u0000":1}', 400],
    ["an unknown member", '{"text":"a","role":"admin"}', 422],
    ["__proto__", '{"text":"a","__proto__":{"role":"admin"}}', 422],
    ["a wrong type", '{"text":5}', 422],
    ["too long", `{"text":"${"x".repeat(51)}"}`, 422],
    ["nothing", "", 422],
    ["over 1 MiB", `{"text":"${"x".repeat(1_100_000)}"}`, 413],
  ])("a body that is %s", async (_name, bytes, status) => {
    const { token, path } = await customer();
    const before = effects;
    const answer = await service.api("POST", path, {
      token,
      bytes,
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(status);
    expect(effects).toBe(before);
  });

  test("a member that is wrong is pointed at", async () => {
    const { token, path } = await customer();
    const answer = await service.api("POST", path, { token, body: { text: 5 } });
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: "/text" })]);
  });

  test.each([["text/plain"], ["application/json; charset=latin1"]])("a body as %s", async (type) => {
    const { token, path } = await customer();
    const answer = await service.api("POST", path, {
      token,
      bytes: '{"text":"a"}',
      headers: { "content-type": type },
    });
    expect(answer.status).toBe(415);
  });

  test("a client that goes away mid-body breaks nothing", async () => {
    const socket = connect(Number(new URL(service.url).port), "127.0.0.1");
    socket.write("POST /v1/echo HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc");
    await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
    socket.destroy();
    expect((await service.api("GET", "/v1/echo?word=a")).status).toBe(200);
  });
});

describe("who may", () => {
  test("see another customer's things: nobody; it is as if they did not exist", async () => {
    const mine = await customer();
    const theirs = await customer();
    const answer = await service.api("POST", theirs.path, { token: mine.token, body: { text: "x" } });
    expect(answer).toMatchObject({ status: 404, body: { code: "resource.not_found" } });
  });

  test("an agent, for the customers assigned to them alone", async () => {
    const { standing, path } = await customer();
    const own = await service.tokens.staff("agent", { userId: standing.agent_user_id ?? "" });
    expect((await service.api("POST", path, { token: own, body: { text: "x" } })).status).toBe(201);
    const other = await service.tokens.staff("agent");
    expect((await service.api("POST", path, { token: other, body: { text: "x" } })).status).toBe(404);
  });

  test("a malformed id is as unknown as any other", async () => {
    const { token } = await customer();
    const answer = await service.api("POST", "/v1/customers/42/notes", { token, body: { text: "x" } });
    expect(answer.status).toBe(404);
  });

  test("a role that is not listed: 403", async () => {
    const { path } = await customer();
    const token = await service.tokens.staff("auditor");
    expect((await service.api("POST", path, { token, body: { text: "x" } })).status).toBe(403);
  });

  test("GLB-1 staff without a second factor: nothing", async () => {
    const token = await service.tokens.staff("agent", { steppedUp: false, claims: { acr: "1" } });
    expect(await service.api("GET", "/v1/notes", { token })).toMatchObject({
      status: 403,
      body: { rule: "GLB-1" },
    });
  });

  test("a step that needs the second factor fresh", async () => {
    const path = `/v1/notes/not_${"0".repeat(32)}`;
    const stale = await service.tokens.staff("agent", { steppedUp: false });
    const refused = await service.api("PATCH", path, { token: stale, body: { text: "x" }, ifMatch: 1 });
    expect(refused).toMatchObject({ status: 403, body: { code: "auth.step_up_required" } });
    const fresh = await service.tokens.staff("agent");
    const done = await service.api("PATCH", path, { token: fresh, body: { text: "x" }, ifMatch: 1 });
    expect(done).toMatchObject({ status: 204, etag: 2 });
  });

  test("a client with the scope, and none without", async () => {
    const withScope = await service.api("GET", "/v1/notes", {
      token: await service.tokens.client("disputes:read"),
    });
    expect(withScope).toMatchObject({ status: 200, body: { kind: "client" } });
    const without = await service.api("GET", "/v1/notes", {
      token: await service.tokens.client("other:read"),
    });
    expect(without.status).toBe(403);
  });

  test("nobody from outside reaches internal routes", async () => {
    for (const token of [
      undefined,
      await service.tokens.staff("admin"),
      await service.tokens.client("all"),
    ]) {
      const answer = await service.api("GET", "/internal/jobs", token === undefined ? {} : { token });
      expect(answer.status).toBe(401);
    }
  });

  test("when customer-service is down nothing is allowed", async () => {
    const { token, path } = await customer();
    service.standings.setDown(true);
    const answer = await service.api("POST", path, { token, body: { text: "x" } });
    service.standings.setDown(false);
    expect(answer).toMatchObject({ status: 503, body: { code: "upstream.unavailable" } });
    expect(answer.headers["retry-after"]).toBe("1");
  });
});

describe("If-Match", () => {
  test.each([
    [undefined, 428],
    ['W/"1"', 412],
    ["*", 412],
    ['"abc"', 412],
  ])("%s is answered %i", async (ifMatch, status) => {
    const token = await service.tokens.staff("agent");
    const path = `/v1/notes/not_${"0".repeat(32)}`;
    const answer = await service.api("PATCH", path, {
      token,
      body: { text: "x" },
      ...(ifMatch ? { ifMatch } : {}),
    });
    expect(answer.status).toBe(status);
  });
});

describe("Idempotency-Key", () => {
  test("is required", async () => {
    const { token, path } = await customer();
    const answer = await service.api("POST", path, { token, body: { text: "x" }, idempotencyKey: null });
    expect(answer).toMatchObject({ status: 400, body: { code: "request.idempotency_key_required" } });
  });

  test("fifty at once have one effect and, in the end, one answer", async () => {
    const { token, path } = await customer();
    const idempotencyKey = randomUUID();
    const before = effects;
    const call = () => service.api("POST", path, { token, body: { text: "x" }, idempotencyKey });
    const answers = await Promise.all(Array.from({ length: 50 }, call));
    expect(effects).toBe(before + 1);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    const last = await call();
    const ids = answers.filter(({ status }) => status === 201).map(({ body }) => body.id);
    expect(new Set([...ids, last.body.id]).size).toBe(1);
    expect(last.headers).toMatchObject({ "idempotency-replayed": "true", location: "/v1/notes/1" });
  });

  test("with another body is refused; of another customer it is another wish", async () => {
    const one = await customer();
    const two = await customer();
    const idempotencyKey = randomUUID();
    const send = ({ token, path }: typeof one, text: string) =>
      service.api("POST", path, { token, body: { text }, idempotencyKey });
    expect((await send(one, "a")).status).toBe(201);
    expect(await send(one, "b")).toMatchObject({ status: 422, body: { code: "idempotency.mismatch" } });
    expect((await send(two, "b")).status).toBe(201);
  });

  test("a refusal is not remembered", async () => {
    const { token, path } = await customer();
    const idempotencyKey = randomUUID();
    const refused = await service.api("POST", path, {
      token,
      body: { text: "x", refuse: true },
      idempotencyKey,
    });
    expect(refused.status).toBe(409);
    const done = await service.api("POST", path, { token, body: { text: "x" }, idempotencyKey });
    expect(done.status).toBe(201);
  });
});

describe("the process", () => {
  test("is live and ready, and counts its requests", async () => {
    expect((await service.api("GET", "/health/live")).body).toMatchObject({ status: "live" });
    // A machine that others keep busy may count as overloaded for a while.
    await vi.waitFor(
      async () =>
        expect((await service.api("GET", "/health/ready")).body).toMatchObject({
          status: "ready",
          obstacles: [],
        }),
      30_000,
    );
    const metrics = String((await service.api("GET", "/metrics")).body);
    expect(metrics).toMatch(/http_server_requests_total\{operation="echo"/);
    for (const [, name = "", type] of metrics.matchAll(/^# TYPE ((?:http|horizon)_\w+) (\w+)$/gm))
      expect(name.endsWith("_total"), name).toBe(type === "counter");
  });

  test("writes request ids, and no token or body, to its log", async () => {
    const { token, path } = await customer();
    const { body } = await service.api("POST", path, { token, body: { text: "very private" } });
    expect(body.id).toBeDefined();
    const log = service.logLines.join("");
    expect(log).toContain('"operation":"createNote"');
    expect(log).not.toContain("very private");
    expect(log).not.toContain(token);
  });

  test("is not ready, but live, while the database is away, and recovers by itself", async () => {
    const admin = new Client({ connectionString: service.database.adminUrl });
    await admin.connect();
    await admin.query("ALTER ROLE horizon_dispute NOLOGIN");
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'horizon_dispute'",
    );
    // The server is told to end the sessions, and does so in its own time.
    await vi.waitFor(
      async () =>
        expect(await service.api("GET", "/health/ready")).toMatchObject({
          status: 503,
          body: { obstacles: ["database"] },
        }),
      30_000,
    );
    expect((await service.api("GET", "/health/live")).status).toBe(200);
    const { token, path } = await customer();
    const refused = await service.api("POST", path, { token, body: { text: "x" } });
    expect(refused).toMatchObject({ status: 503, body: { code: "service.unavailable" } });
    await admin.query("ALTER ROLE horizon_dispute LOGIN");
    await admin.end();
    expect((await service.api("POST", path, { token, body: { text: "x" } })).status).toBe(201);
  });
});
