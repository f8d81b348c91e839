import { createServer, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { sendInTwoParts } from "../../testing/send-in-two-parts.ts";
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

  test("is not held to fail when its clients go away or send too much", async () => {
    const own = await story.addGateway();
    const logged = story.logLines.length;
    story.customers.answer = () => undefined;
    for (let n = 0; n < 12; n += 1) {
      const leaver = request(`${own.url}${path}`, { method: "POST" }).on("error", () => undefined);
      const { requests } = story.customers;
      leaver.end("{}");
      await vi.waitFor(() => expect(requests).toHaveLength(n + 1), 30_000);
      leaver.destroy();
    }
    for (let n = 0; n < 12; n += 1) {
      const large = { headers: { "transfer-encoding": "chunked" }, first: Buffer.alloc(1_100_000) };
      expect(
        await sendInTwoParts(`${own.url}${path}`, "/v1/status", { ...large, rest: Buffer.alloc(1) }),
      ).toMatchObject({
        status: 413,
      });
    }
    story.customers.answer = answerOk;
    expect((await own.api("POST", path, { body: {} })).status).toBe(200);
    expect(story.logLines.slice(logged).filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  test("answers before it has read the whole body: that is its answer, and the client is not cut off", async () => {
    const refuses = createServer((_req, res) => {
      res.writeHead(401, { "content-type": "application/problem+json" });
      res.end('{"code":"auth.required"}');
    });
    await new Promise<void>((resolve) => refuses.listen(0, "127.0.0.1", resolve));
    const own = await story.addGateway({
      BILLING_URL: `http://127.0.0.1:${(refuses.address() as AddressInfo).port}`,
    });
    const answer = await sendInTwoParts(`${own.url}/v1/payments`, path, {
      headers: { "content-length": "1000000" },
      first: Buffer.alloc(1_000),
      rest: Buffer.alloc(999_000),
    });
    refuses.closeAllConnections();
    refuses.close();
    expect(answer).toEqual({
      status: 401,
      code: "auth.required",
      next: { status: 200, onSameConnection: true },
    });
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
