import { randomUUID } from "node:crypto";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { sendInTwoParts } from "../../testing/send-in-two-parts.ts";
import { type GatewayStory, startGatewayStory, type TestGateway } from "../../testing/start-gateway-story.ts";

let story: GatewayStory;
let shared: TestGateway;
beforeAll(async () => {
  story = await startGatewayStory();
  shared = await story.addGateway();
});
beforeEach(() => story.reset());
afterAll(() => story.close());

const someone = () => story.tokens.customer(randomUUID());
const path = "/v1/customers/cus_1";

describe("passing on", () => {
  test("method, query, body and token reach the service; the answer comes back whole", async () => {
    const token = await someone();
    story.customers.answer = (_req, res, body) => {
      res.writeHead(201, { "content-type": "application/json", etag: '"3"', location: "/v1/x" });
      res.end(body);
    };
    const answer = await shared.api("POST", `${path}/notes?a=1`, { token, body: { text: "ünïcode" } });
    expect(answer).toMatchObject({ status: 201, body: { text: "ünïcode" }, etag: 3 });
    expect(story.customers.requests[0]).toMatchObject({ method: "POST", url: `${path}/notes?a=1` });
    expect(story.customers.requests[0]?.headers.authorization).toBe(`Bearer ${token}`);
  });

  test("one request id and one trace go through, and a client cannot write into our logs with them", async () => {
    const requestId = randomUUID();
    const kept = await shared.api("GET", path, { headers: { "x-request-id": requestId } });
    expect(kept.headers["x-request-id"]).toBe(requestId);
    expect(story.customers.requests[0]?.headers["x-request-id"]).toBe(requestId);
    const made = await shared.api("GET", path, { headers: { "x-request-id": "evil id" } });
    expect(made.headers["x-request-id"]).not.toContain("evil");
    expect(story.customers.requests[1]?.headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  test("a client cannot name itself to a service, and learns nothing of the machinery", async () => {
    const answer = await shared.api("GET", path, {
      headers: { "x-user-id": "admin", "x-forwarded-for": "1.1.1.1", cookie: "a=b" },
    });
    const { headers } = story.customers.requests[0] ?? { headers: {} };
    expect(headers).not.toHaveProperty("x-user-id");
    expect(headers).not.toHaveProperty("cookie");
    expect(answer.headers).not.toHaveProperty("x-powered-by");
    expect(answer.headers["strict-transport-security"]).toBeDefined();
  });

  test.each([
    "/internal/events",
    "/v1/internal/jobs",
    "/metrics/x",
    "/v1/nothing",
    "/v1/../internal/jobs",
    "//internal/jobs",
  ])("%s is nothing", async (unknown) => {
    const answer = await shared.api("GET", unknown);
    expect(answer).toMatchObject({ status: 404, body: { code: "resource.not_found" } });
    expect(story.customers.requests).toHaveLength(0);
  });

  test("metrics are for the inside", async () => {
    expect((await shared.api("GET", "/metrics")).status).toBe(200);
    expect(
      (await shared.api("GET", "/metrics", { headers: { "x-forwarded-for": "203.0.113.7" } })).status,
    ).toBe(404);
  });

  test.each(["TRACE", "CONNECT", "PROPFIND"])("%s is not allowed", async (method) => {
    const status = await new Promise<number>((resolve, reject) => {
      const req = httpRequest(`${shared.url}${path}`, { method });
      req.on("response", (res) => resolve(res.statusCode ?? 0));
      req.on("connect", (res) => resolve(res.statusCode ?? 0));
      // Node answers a CONNECT that nobody handles by closing the connection.
      req.on("error", () => resolve(405));
      req.end();
      setTimeout(() => reject(new Error("no answer")), 60_000).unref();
    });
    expect(status).toBe(405);
    expect(story.customers.requests).toHaveLength(0);
  });

  test("a request that two parsers could read differently is refused", async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(shared.port, "127.0.0.1");
      socket.on("data", (data) => resolve(data.toString()));
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n`,
      );
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect(story.customers.requests).toHaveLength(0);
  });
});

describe("tokens", () => {
  test("one that is not good is refused here", async () => {
    for (const token of ["abc.def.ghi", await story.tokens.customer(randomUUID(), { claims: { exp: 1 } })]) {
      const answer = await shared.api("GET", path, { token });
      expect(answer).toMatchObject({ status: 401, body: { code: "auth.required" } });
      expect(answer.headers["www-authenticate"]).toContain("invalid_token");
    }
    expect(story.customers.requests).toHaveLength(0);
  });

  test("a session that was ended is refused before its token ends", async () => {
    const sessionId = randomUUID();
    const token = await story.tokens.customer(randomUUID(), { sessionId });
    const own = await story.addGateway();
    expect((await own.api("GET", path, { token })).status).toBe(200);
    story.revoked = [
      { kind: "sid", value: sessionId, expires_at: new Date(Date.now() + 600_000).toISOString() },
    ];
    await vi.waitFor(
      async () =>
        expect(await own.api("GET", path, { token })).toMatchObject({
          status: 401,
          body: { detail: "This session has ended." },
        }),
      { timeout: 60_000, interval: 100 },
    );
  });

  test("a token that a client ended is refused, its other tokens are not", async () => {
    const [ended, other] = [
      await story.tokens.client("disputes:read"),
      await story.tokens.client("disputes:read"),
    ];
    const own = await story.addGateway();
    const value = String(decodeJwt(ended).jti);
    story.revoked = [{ kind: "jti", value, expires_at: new Date(Date.now() + 600_000).toISOString() }];
    await vi.waitFor(async () => expect((await own.api("GET", path, { token: ended })).status).toBe(401), {
      timeout: 60_000,
      interval: 100,
    });
    expect((await own.api("GET", path, { token: other })).status).toBe(200);
  });
});

describe("limits", () => {
  test("a person over theirs is told when to come back; others are not affected", async () => {
    const own = await story.addGateway({ RATE_LIMIT_PRINCIPAL: "3" });
    const token = await someone();
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(await own.api("GET", path, { token }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers[0]?.headers).toMatchObject({
      "ratelimit-policy": '"principal";q=3;w=60',
      ratelimit: expect.stringMatching(/^"principal";r=2;t=\d+$/),
    });
    expect(answers[3]?.body).toMatchObject({ code: "rate.limited", "violated-policies": ["principal"] });
    expect(Number(answers[3]?.headers["retry-after"])).toBeGreaterThan(0);
    expect((await own.api("GET", path, { token: await someone() })).status).toBe(200);
  });

  test("sign-in has a limit of its own, which no header moves", async () => {
    const own = await story.addGateway({ RATE_LIMIT_AUTH: "2" });
    const attempt = (spoofed: string) =>
      own.api("POST", "/v1/auth/login", {
        body: {},
        headers: { "x-forwarded-for": `${spoofed}, 203.0.113.7` },
      });
    const statuses = [];
    for (const spoofed of ["1.1.1.1", "2.2.2.2", "3.3.3.3"]) statuses.push((await attempt(spoofed)).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await own.api("GET", path)).status).toBe(200);
  });

  test("a Redis that does not answer stops nobody", async () => {
    const own = await story.addGateway({ REDIS_URL: "redis://127.0.0.1:9" });
    expect((await own.api("GET", path)).status).toBe(200);
    expect((await own.api("POST", "/v1/auth/login", { body: {} })).status).toBe(200);
  });

  test("a body over 1 MiB is refused, whether its length is told or not; a report may be larger", async () => {
    const bytes = Buffer.alloc(1_100_000, 0x20);
    const told = await shared.api("POST", path, { bytes, headers: { "content-type": "application/json" } });
    expect(told).toMatchObject({ status: 413, body: { code: "request.too_large" } });
    const untold = await new Promise<number>((resolve) => {
      const req = httpRequest(`${shared.url}${path}`, {
        method: "POST",
        headers: { "transfer-encoding": "chunked" },
      });
      req.on("response", (res) => resolve(res.statusCode ?? 0));
      req.on("error", () => resolve(413));
      req.end(bytes);
    });
    expect(untold).toBe(413);
    expect(story.customers.requests).toHaveLength(0);
    const upload = await shared.api("POST", `${path}/documents`, {
      bytes,
      headers: { "content-type": "application/pdf" },
    });
    expect(upload.status).toBe(200);
  });

  test.each([
    ["told", { "content-length": "1200000" }, 1_000],
    ["found", { "transfer-encoding": "chunked" }, 1_199_000],
  ])(
    "a body that is %s to be too large is refused while it is sent, and nobody is cut off while sending",
    async (_name, headers, size) => {
      const answer = await sendInTwoParts(`${shared.url}${path}`, path, {
        headers,
        first: Buffer.alloc(size),
        rest: Buffer.alloc(1_200_000 - size),
      });
      expect(answer).toEqual({
        status: 413,
        code: "request.too_large",
        next: { status: 200, onSameConnection: true },
      });
    },
  );
});

describe("documents", () => {
  test("what the services document is one document, and a page that a person can read", async () => {
    const own = await story.addGateway();
    story.customers.answer = (req, res) => {
      const name = req.url === "/internal/openapi.json" ? randomUUID().slice(0, 8) : "x";
      res.setHeader("content-type", "application/json");
      res.end(
        JSON.stringify({
          openapi: "3.1.0",
          paths: {
            [`/v1/${name}`]: {
              get: {
                operationId: name,
                summary: "<script>alert(1)</script>",
                tags: ["things"],
                responses: { 200: { description: "x" } },
              },
            },
          },
          components: { schemas: { Problem: {} } },
        }),
      );
    };
    const { body } = await own.api("GET", "/v1/openapi.json");
    expect(body.openapi).toBe("3.1.0");
    expect(Object.keys(body.paths).length).toBeGreaterThan(2);
    const page = await own.api("GET", "/v1/docs");
    expect(page.body).toContain("&lt;script&gt;");
    expect(page.body).not.toContain("<script>");
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
  });
});

test("browsers of the named origins may call, others are not told so", async () => {
  const own = await story.addGateway({ CORS_ORIGINS: "https://portal.horizon.example" });
  const preflight = (origin: string) =>
    own.api("OPTIONS", path, { headers: { origin, "access-control-request-method": "POST" } });
  expect(
    (await preflight("https://portal.horizon.example")).headers["access-control-allow-methods"],
  ).toContain("POST");
  expect((await preflight("https://portal.horizon.example.evil.test")).headers).not.toHaveProperty(
    "access-control-allow-origin",
  );
});

test("the log has paths and ids, and no query, token or body", async () => {
  const token = await someone();
  await shared.api("POST", `${path}/x?q=secretquery`, { token, body: { ssn: "078-05-1120" } });
  const log = story.logLines.join("");
  expect(log).toContain(`${path}/x`);
  expect(log).not.toMatch(/secretquery|078-05-1120/);
  expect(log).not.toContain(token);
});
