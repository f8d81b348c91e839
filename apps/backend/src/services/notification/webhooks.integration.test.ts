import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type NotificationStory, startNotificationStory } from "../../testing/notification-story.ts";
import { uuidOf } from "../../testing/uuid-of.ts";
import { walkList } from "../../testing/walk-list.ts";

let story: NotificationStory;
beforeAll(async () => {
  story = await startNotificationStory();
});
beforeEach(() => story.reset());
afterAll(() => story.close());

describe("webhooks out", () => {
  const admin = () => story.service.tokens.staff("admin");
  const create = async (url = story.partner.url, token?: string) =>
    story.service.api("POST", "/v1/webhook-endpoints", {
      token: token ?? (await admin()),
      body: { url, events: ["invoice.finalized.v1"] },
    });

  test("sent twice under one key, an endpoint is made once, and its secret is neither shown again nor stored", async () => {
    const token = await admin();
    const call = {
      token,
      idempotencyKey: "one-wish",
      body: { url: story.partner.url, events: ["invoice.finalized.v1"] },
    };
    const first = await story.service.api("POST", "/v1/webhook-endpoints", call);
    const again = await story.service.api("POST", "/v1/webhook-endpoints", call);
    expect(first.body.secret).toMatch(/^whsec_/);
    expect(again).toMatchObject({ status: 201, body: { ...first.body, secret: null } });
    const [kept] = await story.service.sql(
      "SELECT count(*)::int AS count FROM notification.idempotency_key k WHERE k::text LIKE '%' || $1 || '%'",
      [first.body.secret],
    );
    expect(kept).toEqual({ count: 0 });
    await story.service.api("DELETE", `/v1/webhook-endpoints/${first.body.id}`, { token });
  });

  test("an event is told, signed so that the receiver can verify it, and thin", async () => {
    const { body: endpoint } = await create();
    const id = await story.tell(await story.addCustomer());
    await story.service.runJob("deliver-webhooks");
    const request = story.partner.requests.find(({ headers }) => headers["webhook-id"] === id);
    const signed = `${id}.${request?.headers["webhook-timestamp"]}.${request?.body}`;
    const key = Buffer.from(endpoint.secret.slice("whsec_".length), "base64");
    expect(request?.headers["webhook-signature"]).toContain(
      `v1,${createHmac("sha256", key).update(signed).digest("base64")}`,
    );
    expect(JSON.parse(request?.body ?? "{}").data).toEqual({
      customer_id: expect.any(String),
      invoice_id: expect.any(String),
    });
    await story.service.runJob("deliver-webhooks");
    expect(story.partner.requests.filter(({ headers }) => headers["webhook-id"] === id)).toHaveLength(1);
    await story.service.api("DELETE", `/v1/webhook-endpoints/${endpoint.id}`, { token: await admin() });
  });

  test.each([
    "http://169.254.169.254/latest/meta-data",
    "https://169.254.169.254/",
    "https://10.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://localhost/",
    "https://user:password@example.com/",
    "http://example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
  ])("API7 %s is refused", async (url) => {
    expect(await create(url)).toMatchObject({ status: 422 });
  });

  test("a redirect is not followed", async () => {
    const secret = await story.serve((_req, res) => {
      story.partner.requests.push({ headers: {}, body: "inside" });
      res.end();
    });
    const redirecting = await story.serve((_req, res) => {
      res.writeHead(302, { location: secret });
      res.end();
    });
    const { body } = await create(redirecting);
    await story.tell(await story.addCustomer());
    await story.service.runJob("deliver-webhooks");
    expect(story.partner.requests.some(({ body: sent }) => sent === "inside")).toBe(false);
    await story.service.api("DELETE", `/v1/webhook-endpoints/${body.id}`, { token: await admin() });
  });

  test("a failing endpoint is tried again ever later, is given up after five days, and can be enabled and sent to again", async () => {
    const token = await admin();
    const { body: endpoint } = await create();
    story.partner.status = 500;
    await story.tell(await story.addCustomer());
    const attempts: number[] = [];
    for (const at of [
      "2026-11-30T15:00:00Z",
      "2026-11-30T15:00:06Z",
      "2026-11-30T15:06:00Z",
      "2026-12-06T15:00:00Z",
    ]) {
      story.service.clock.set(at);
      story.partner.requests.length = 0;
      await story.service.runJob("deliver-webhooks");
      attempts.push(story.partner.requests.length);
    }
    expect(attempts).toEqual([1, 1, 1, 1]);
    const state = () => story.service.api("GET", `/v1/webhook-endpoints/${endpoint.id}`, { token });
    expect((await state()).body.state).toBe("disabled");
    const deliveries = await story.service.api("GET", `/v1/webhook-endpoints/${endpoint.id}/deliveries`, {
      token,
    });
    expect(deliveries.body.data[0]).toMatchObject({ attempts: 4, last_status: 500, state: "pending" });
    story.partner.status = 200;
    const enabled = await story.service.api("PATCH", `/v1/webhook-endpoints/${endpoint.id}`, {
      token,
      ifMatch: (await state()).etag ?? 0,
      body: { state: "enabled" },
    });
    expect(enabled.status).toBe(200);
    await story.service.api("POST", `/v1/deliveries/${deliveries.body.data[0].id}/redeliver`, { token });
    await story.service.runJob("deliver-webhooks");
    const after = await story.service.api("GET", `/v1/webhook-endpoints/${endpoint.id}/deliveries`, {
      token,
    });
    expect(after.body.data[0]).toMatchObject({ state: "delivered", last_status: 200 });
    await story.service.api("DELETE", `/v1/webhook-endpoints/${endpoint.id}`, { token });
  });

  test("an endpoint is disabled together with the event that says so, or not at all", async () => {
    const token = await admin();
    const { body: endpoint } = await create();
    const state = async () =>
      (await story.service.api("GET", `/v1/webhook-endpoints/${endpoint.id}`, { token })).body.state;
    const disabled = async () =>
      (await story.service.listEvents("webhook_endpoint.disabled.v1")).filter(
        ({ aggregateId }) => aggregateId === uuidOf(endpoint.id),
      );
    await story.service.sql(`
      CREATE FUNCTION notification.refuse_for_test() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'stuck'; END $$;
      CREATE TRIGGER refuse_for_test BEFORE INSERT ON notification.outbox_event FOR EACH ROW
        WHEN (NEW.type = 'webhook_endpoint.disabled.v1') EXECUTE FUNCTION notification.refuse_for_test()`);
    story.partner.status = 410;
    await story.tell(await story.addCustomer());
    await expect(story.service.runJob("deliver-webhooks")).rejects.toThrow("500");
    expect(await state()).toBe("enabled");
    await story.service.sql("DROP FUNCTION notification.refuse_for_test CASCADE");
    story.service.clock.set("2026-11-30T15:02:00Z");
    await story.service.runJob("deliver-webhooks");
    expect([await state(), (await disabled()).length]).toEqual(["disabled", 1]);
    await story.service.api("DELETE", `/v1/webhook-endpoints/${endpoint.id}`, { token });
  });

  test("a partner that is down, with more to be told than a run takes, holds up nobody else", async () => {
    const down = await create(
      await story.serve((_req, res) => {
        res.statusCode = 500;
        res.end();
      }),
    );
    await story.tell(await story.addCustomer());
    await story.service.sql(
      `INSERT INTO notification.webhook_delivery (id, endpoint_id, event_id, type, payload, next_attempt_at)
       SELECT gen_random_uuid(), endpoint_id, gen_random_uuid(), type, payload, next_attempt_at - interval '1 h'
         FROM notification.webhook_delivery, generate_series(1, 150) WHERE endpoint_id = $1`,
      [uuidOf(down.body.id)],
    );
    const { body: up } = await create();
    const id = await story.tell(await story.addCustomer());
    await story.service.runJob("deliver-webhooks");
    expect(story.partner.requests.map(({ headers }) => headers["webhook-id"])).toContain(id);
    for (const endpoint of [down.body, up])
      await story.service.api("DELETE", `/v1/webhook-endpoints/${endpoint.id}`, { token: await admin() });
  });

  test("endpoints and deliveries are listed once each, however long the pages", async () => {
    const token = await admin();
    const made = [(await create()).body.id, (await create()).body.id, (await create()).body.id];
    for (let n = 0; n < 3; n += 1) {
      await story.service.api("POST", `/v1/webhook-endpoints/${made[0]}/test`, { token });
    }
    for (const path of ["/v1/webhook-endpoints", `/v1/webhook-endpoints/${made[0]}/deliveries`]) {
      const { whole, walked } = await walkList(story.service.api, path, token);
      expect([path, walked]).toEqual([path, whole]);
      expect(whole.length).toBeGreaterThanOrEqual(3);
    }
    for (const id of made) await story.service.api("DELETE", `/v1/webhook-endpoints/${id}`, { token });
  });

  test("while a secret is changed over, deliveries carry both signatures", async () => {
    const token = await admin();
    const { body: endpoint } = await create();
    await story.service.api("POST", `/v1/webhook-endpoints/${endpoint.id}/rotate-secret`, { token });
    await story.service.api("POST", `/v1/webhook-endpoints/${endpoint.id}/test`, { token });
    await story.service.runJob("deliver-webhooks");
    expect(String(story.partner.requests.at(-1)?.headers["webhook-signature"]).split(" ")).toHaveLength(2);
    story.service.clock.set("2026-12-01T15:00:01.000Z");
    await story.service.api("POST", `/v1/webhook-endpoints/${endpoint.id}/test`, { token });
    await story.service.runJob("deliver-webhooks");
    expect(String(story.partner.requests.at(-1)?.headers["webhook-signature"]).split(" ")).toHaveLength(1);
    await story.service.api("DELETE", `/v1/webhook-endpoints/${endpoint.id}`, { token });
  });

  test("API1 a client sees its own endpoints alone, and secrets lie sealed", async () => {
    const mine = await story.service.tokens.client("webhooks:manage");
    const { body: endpoint } = await create(story.partner.url, mine);
    const other = await story.service.tokens.client("webhooks:manage");
    expect(
      (await story.service.api("GET", `/v1/webhook-endpoints/${endpoint.id}`, { token: other })).status,
    ).toBe(404);
    expect((await story.service.api("GET", "/v1/webhook-endpoints", { token: other })).body.data).toEqual([]);
    expect((await story.service.api("GET", "/v1/webhook-endpoints", { token: mine })).body.data).toHaveLength(
      1,
    );
    const rows = await story.service.sql("SELECT secret FROM notification.webhook_endpoint");
    const stored = rows.map(({ secret }) => (secret as Buffer).toString("latin1"));
    expect(stored.length).toBeGreaterThan(0);
    expect(stored.join()).not.toContain(endpoint.secret.slice(6));
    await story.service.api("DELETE", `/v1/webhook-endpoints/${endpoint.id}`, { token: mine });
  });
});
