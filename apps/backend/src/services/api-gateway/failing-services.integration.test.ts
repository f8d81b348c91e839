import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type GatewayStory, startGatewayStory, type TestGateway } from "../../testing/start-gateway-story.ts";
import { answerOk } from "../../testing/start-upstream.ts";

let story: GatewayStory;
let shared: TestGateway;
beforeAll(async () => {
  story = await startGatewayStory();
  shared = await story.addGateway();
});
beforeEach(() => story.reset());
afterAll(() => story.close());

const path = "/v1/customers/cus_1";

describe("a service that fails", () => {
  test("is down: 503 at once, with a time to come back; others go on", async () => {
    const answer = await shared.api("GET", "/v1/bureaus");
    expect(answer).toMatchObject({ status: 503, body: { code: "upstream.unavailable" } });
    expect(answer.headers["retry-after"]).toBe("1");
    expect(JSON.stringify(answer.body)).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|credit/);
    expect((await shared.api("GET", path)).status).toBe(200);
  });

  test("does not answer: 503 within the timeout", async () => {
    const own = await story.addGateway({ REPLY_TIMEOUT_MS: "400" });
    story.customers.answer = () => undefined;
    const answer = await own.api("POST", path, { body: {} });
    expect(answer.status).toBe(503);
  });

  test("hangs up on a read: it is asked once more; on a change, never", async () => {
    let failures = 1;
    story.customers.answer = (req, res, body) => {
      failures -= 1;
      if (failures >= 0) req.socket.destroy();
      else answerOk(req, res, body);
    };
    expect((await shared.api("GET", path)).status).toBe(200);
    expect(story.customers.requests).toHaveLength(2);
    failures = 1;
    expect((await shared.api("POST", path, { body: {} })).status).toBe(503);
    expect(story.customers.requests).toHaveLength(3);
  });

  test("breaks off in the middle: the client sees that it is not whole", async () => {
    story.customers.answer = (req, res) => {
      res.writeHead(200, { "content-length": "100" });
      res.write("half");
      setTimeout(() => req.socket.destroy(), 10);
    };
    await expect(shared.api("GET", path)).rejects.toThrow();
    expect((await shared.api("GET", "/v1/status")).status).toBe(200);
  });

  test("is left alone after failing again and again, and is back by itself", async () => {
    // Long enough that what is asked at once is asked before the service is tried again.
    const own = await story.addGateway({ BREAKER_RESET_MS: "3000" });
    story.customers.answer = (req) => req.socket.destroy();
    for (let n = 0; n < 12; n += 1) await own.api("POST", path, { body: {} });
    const before = story.customers.requests.length;
    expect((await own.api("POST", path, { body: {} })).status).toBe(503);
    expect(story.customers.requests.length).toBe(before);
    const { body } = await own.api("GET", "/v1/status");
    expect(body.components).toContainEqual({ name: "customer", status: "unavailable" });
    story.customers.answer = answerOk;
    await vi.waitFor(async () => expect((await own.api("POST", path, { body: {} })).status).toBe(200), {
      timeout: 60_000,
      interval: 50,
    });
  });

  test("answers 500: that is its answer, and says nothing of its text", async () => {
    story.customers.answer = (_req, res) => {
      res.writeHead(500, { "content-type": "application/problem+json" });
      res.end('{"code":"internal"}');
    };
    expect(await shared.api("GET", path)).toMatchObject({ status: 500, body: { code: "internal" } });
  });

  test("has too much at work: more are refused, not queued", async () => {
    const own = await story.addGateway({ UPSTREAM_CONCURRENCY: "2", REPLY_TIMEOUT_MS: "60000" });
    const held: ServerResponse[] = [];
    story.customers.answer = (_req, res) => void held.push(res);
    const slow = [own.api("POST", path, { body: {} }), own.api("POST", path, { body: {} })];
    await vi.waitFor(() => expect(held).toHaveLength(2), 30_000);
    expect((await own.api("POST", path, { body: {} })).status).toBe(503);
    for (const res of held) res.end("{}");
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([200, 200]);
  });
});
