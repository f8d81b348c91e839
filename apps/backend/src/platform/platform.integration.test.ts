import { connect } from "node:net";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sendInTwoParts } from "../testing/send-in-two-parts.ts";
import { type NoteService, startNoteService } from "../testing/start-note-service.ts";

let service: NoteService;
beforeAll(async () => {
  // A role is kept from signing in below, which holds for the whole server.
  service = await startNoteService({ ownDatabaseServer: true });
});
afterAll(() => service.close());

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
    const { token, path } = await service.addCustomer();
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
    const { token, path } = await service.addCustomer();
    const before = service.countEffects();
    const answer = await service.api("POST", path, {
      token,
      bytes,
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(status);
    expect(service.countEffects()).toBe(before);
  });

  test("a member that is wrong is pointed at", async () => {
    const { token, path } = await service.addCustomer();
    const answer = await service.api("POST", path, { token, body: { text: 5 } });
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: "/text" })]);
  });

  test.each([["text/plain"], ["application/json; charset=latin1"]])("a body as %s", async (type) => {
    const { token, path } = await service.addCustomer();
    const answer = await service.api("POST", path, {
      token,
      bytes: '{"text":"a"}',
      headers: { "content-type": type },
    });
    expect(answer.status).toBe(415);
  });

  test.each<[string, Record<string, string>, [number, number], number]>([
    ["told to be too large", { "content-length": "1200000" }, [1_000, 1_199_000], 413],
    ["found to be too large", { "transfer-encoding": "chunked" }, [1_199_000, 1_000], 413],
    ["compressed", { "content-length": "900000", "content-encoding": "gzip" }, [1_000, 899_000], 415],
  ])(
    "a body that is %s is answered before it is sent whole, and nobody is cut off while sending",
    async (_name, headers, [first, rest], status) => {
      const { token, path } = await service.addCustomer();
      const answer = await sendInTwoParts(`${service.url}${path}`, "/v1/echo?word=a", {
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/json",
          "idempotency-key": "k",
          ...headers,
        },
        first: Buffer.alloc(first, 0x20),
        rest: Buffer.alloc(rest, 0x20),
      });
      expect(answer).toMatchObject({ status, next: { status: 200, onSameConnection: true } });
    },
  );

  test("a client that goes away mid-body breaks nothing", async () => {
    const socket = connect(Number(new URL(service.url).port), "127.0.0.1");
    socket.write("POST /v1/echo HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc");
    await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
    socket.destroy();
    expect((await service.api("GET", "/v1/echo?word=a")).status).toBe(200);
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
    const { token, path } = await service.addCustomer();
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
    const { token, path } = await service.addCustomer();
    const refused = await service.api("POST", path, { token, body: { text: "x" } });
    expect(refused).toMatchObject({ status: 503, body: { code: "service.unavailable" } });
    await admin.query("ALTER ROLE horizon_dispute LOGIN");
    await admin.end();
    expect((await service.api("POST", path, { token, body: { text: "x" } })).status).toBe(201);
  });
});
