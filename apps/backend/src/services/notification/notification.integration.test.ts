import { createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { CustomerStanding } from "@horizon/contracts/backend";
import { type ProviderServer, startProviderServer } from "@horizon/lab/providers";
import { createEmailProvider, type EmailProvider } from "@horizon/lab/providers/email";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { publicIdOf } from "../../platform/ids.ts";
import { startTestService, type TestService } from "../../testing/start-test-service.ts";
import { startNotification } from "./app.ts";
import type { NotificationContext } from "./context.ts";
import { parseNotificationEnv } from "./env.ts";

const topicArn = "arn:aws:sns:us-east-1:123456789012:ses-feedback";
const feedback = { url: "", topicArn };
const contacts = new Map<string, { email: string; disabled?: boolean }>();
const authMessages = new Map<string, object>();
const partner = {
  requests: [] as { headers: IncomingMessage["headers"]; body: string }[],
  status: 200,
  url: "",
};

let email: EmailProvider;
let providers: ProviderServer;
let service: TestService<NotificationContext>;
const closes: (() => Promise<void>)[] = [];

async function serve(
  answer: (req: IncomingMessage, res: ServerResponse, body: string) => void,
): Promise<string> {
  const server = createServer((req, res) => {
    let body = "";
    req.on("data", (chunk) => {
      body += chunk;
    });
    req.on("end", () => answer(req, res, body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closes.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What auth-service answers to notification-service. */
function answerAuth(req: IncomingMessage, res: ServerResponse): void {
  const [, kind, id = ""] = /^\/internal\/(users|messages)\/([0-9a-f-]+)/.exec(req.url ?? "") ?? [];
  const contact = contacts.get(id);
  const found =
    kind === "messages"
      ? authMessages.get(id)
      : contact && {
          user_id: id,
          kind: "customer",
          email: contact.email,
          email_verified: true,
          disabled: contact.disabled ?? false,
          name: null,
        };
  res.statusCode = found ? 200 : 404;
  res.end(JSON.stringify(found ?? {}));
}

beforeAll(async () => {
  email = createEmailProvider({ feedback, baseUrl: () => `${providers.url}/email` });
  providers = await startProviderServer({ port: 0, mounts: { email: email.handle } });
  const auth = await serve(answerAuth);
  partner.url = await serve((req, res, body) => {
    partner.requests.push({ headers: req.headers, body });
    res.statusCode = partner.status;
    res.end("thanks");
  });
  service = await startTestService({
    name: "notification-service",
    start: (env, overrides) => startNotification(parseNotificationEnv(env), overrides),
    env: {
      AUTH_URL: auth,
      SES_ENDPOINT: `${providers.url}/email`,
      SES_ACCESS_KEY_ID: "lab",
      SES_SECRET_ACCESS_KEY: "lab",
      SNS_TOPIC_ARNS: topicArn,
      SNS_CERTIFICATE_ORIGIN: providers.url,
      NOTIFICATION_KEY: Buffer.alloc(32, 7).toString("base64"),
      WEBHOOKS_TO_LOOPBACK: "true",
    },
  });
  feedback.url = `${service.url}/v1/webhooks/ses`;
});
beforeEach(() => {
  partner.requests.length = 0;
  partner.status = 200;
  service.clock.set("2026-11-30T15:00:00.000Z");
});
afterAll(async () => {
  await service.close();
  await providers.close();
  for (const close of closes) await close();
});

interface Someone {
  standing: CustomerStanding;
  id: string;
  token: string;
  address: string;
}

async function someone(address = `${randomUUID()}@example.com`): Promise<Someone> {
  const standing = service.standings.add();
  contacts.set(standing.user_id, { email: address });
  return {
    standing,
    address,
    id: publicIdOf("cus", standing.customer_id),
    token: await service.tokens.customer(standing.customer_id, { userId: standing.user_id }),
  };
}

async function tell({ standing }: Someone, id: string = randomUUID()): Promise<string> {
  const ids = { customer_id: standing.customer_id, invoice_id: randomUUID() };
  expect(await service.deliver({ type: "invoice.finalized.v1", id, data: ids })).toMatchObject({ ok: true });
  return id;
}

/** Delivers what the service left for itself, as worker-service would. */
async function relay(): Promise<void> {
  const open = await service.sql(
    `SELECT e.id, e.type, e.aggregate_id, e.data FROM notification.outbox_event e
       JOIN notification.outbox_delivery d ON d.event_id = e.id WHERE d.state = 'pending' ORDER BY e.seq`,
  );
  for (const { id, type, aggregate_id, data } of open) {
    const event = {
      type: String(type),
      id: String(id),
      aggregateId: String(aggregate_id),
      data: data as Record<string, unknown>,
    };
    const { ok } = await service.deliver(event);
    if (ok)
      await service.sql("UPDATE notification.outbox_delivery SET state = 'delivered' WHERE event_id = $1", [
        id,
      ]);
  }
}

const stateOf = async ({ standing }: Someone) =>
  (
    await service.sql(
      "SELECT state, failure FROM notification.message WHERE user_id = $1 ORDER BY id DESC LIMIT 1",
      [standing.user_id],
    )
  )[0];

describe("telling a customer", () => {
  test("by e-mail and in the inbox, once, however often the event comes", async () => {
    const person = await someone();
    const id = await tell(person);
    await tell(person, id);
    await relay();
    const mails = email.listMails(person.address);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({
      subject: "Your invoice",
      headers: { "list-unsubscribe-post": "List-Unsubscribe=One-Click" },
    });
    const { body } = await service.api("GET", "/v1/notifications?unread=true", { token: person.token });
    expect(body.data).toEqual([expect.objectContaining({ kind: "invoice_ready", read_at: null })]);
    expect(
      (await service.api("POST", `/v1/notifications/${body.data[0].id}/read`, { token: person.token }))
        .status,
    ).toBe(204);
    expect(
      (await service.api("GET", "/v1/notifications?unread=true", { token: person.token })).body.data,
    ).toEqual([]);
  });

  test.each([
    ["America/New_York", "2026-12-01T04:59:59.000Z", "2026-11-30"],
    ["America/New_York", "2026-12-01T05:00:00.000Z", "2026-12-01"],
    ["Pacific/Guam", "2026-11-30T14:00:00.000Z", "2026-12-01"],
  ])("CAL-3 the date in it is the one in %s at %s", async (zone, at, date) => {
    const person = await someone();
    service.standings.set(person.standing.customer_id, { zone });
    service.clock.set(at);
    const ids = { customer_id: person.standing.customer_id, contract_id: randomUUID() };
    await service.deliver({ type: "contract.terminated.v1", data: { ...ids, notice_on: date } });
    await relay();
    expect(email.listMails(person.address)[0]?.text).toContain(`Your contract ended on ${date}.`);
  });

  test("a user who is no customer is told which zone the date is of", async () => {
    const person = await someone();
    service.clock.set("2026-12-01T02:00:00.000Z");
    await service.deliver({ type: "password.changed.v1", data: { user_id: person.standing.user_id } });
    await relay();
    expect(email.listMails(person.address)[0]?.text).toContain("was changed on 2026-12-01 (UTC).");
  });

  test("MAIL-3 the e-mail holds no name, number or creditor, and its address is kept nowhere", async () => {
    const person = await someone();
    await tell(person);
    await relay();
    expect(email.listMails(person.address)[0]?.text).not.toMatch(/Ada|6789|\d{5,}/);
    const rows = await service.sql(
      "SELECT row_to_json(m)::text AS t FROM notification.message m UNION ALL SELECT row_to_json(e)::text FROM notification.outbox_event e UNION ALL SELECT row_to_json(a)::text FROM notification.audit_event a",
    );
    expect(JSON.stringify(rows)).not.toContain(person.address);
    expect(service.logLines.join("")).not.toContain(person.address);
  });

  test("a provider that is busy is asked again, and nothing is lost", async () => {
    const person = await someone();
    await tell(person);
    email.throttle(10);
    await relay();
    expect(await stateOf(person)).toMatchObject({ state: "queued" });
    email.throttle(0);
    await relay();
    expect(await stateOf(person)).toMatchObject({ state: "sent" });
  });

  test("a link from auth-service goes out and is kept nowhere; a used one is not sent", async () => {
    const [messageId, address] = [randomUUID(), `${randomUUID()}@example.com`];
    const link = `https://portal.horizon.example/verify#${randomUUID()}`;
    authMessages.set(messageId, {
      message_id: messageId,
      user_id: randomUUID(),
      kind: "email_verification",
      email: address,
      name: null,
      link,
      expires_at: "2026-12-01T15:00:00.000Z",
    });
    const event = (message_id: string) => ({
      type: "user.email_verification_requested.v1",
      data: { user_id: randomUUID(), message_id },
    });
    expect(await service.deliver(event(messageId))).toMatchObject({ ok: true });
    expect(email.listMails(address)[0]?.text).toContain(link);
    expect(service.logLines.join("")).not.toContain(link);
    expect(await service.deliver(event(randomUUID()))).toMatchObject({ ok: true });
  });
});

describe("MAIL-1, MAIL-2 who wants nothing gets nothing", () => {
  test("one click ends it at once, without signing in; reading the link does not", async () => {
    const person = await someone();
    await tell(person);
    await relay();
    const header = email.listMails(person.address)[0]?.headers["list-unsubscribe"] ?? "";
    const path = new URL(header.slice(1, -1)).pathname;
    expect((await service.api("GET", path)).body).toEqual({ category: "billing" });
    const preferences = () =>
      service.api("GET", `/v1/customers/${person.id}/notification-preferences`, { token: person.token });
    expect((await preferences()).body.email.billing).toBe(true);
    const click = await service.api("POST", path, {
      bytes: "List-Unsubscribe=One-Click",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(click.status).toBe(204);
    expect((await preferences()).body.email.billing).toBe(false);
    await tell(person);
    await relay();
    expect(email.listMails(person.address)).toHaveLength(1);
    expect(await stateOf(person)).toEqual({ state: "suppressed", failure: "preference.muted" });
  });

  test("a forged link ends nothing", async () => {
    const forged = `${Buffer.from(`${randomUUID()} billing`).toString("base64url")}.${"A".repeat(24)}`;
    expect((await service.api("POST", `/v1/unsubscribe/${forged}`)).status).toBe(404);
  });

  test("security and legal messages cannot be refused", async () => {
    const person = await someone();
    const put = (changed: object, ifMatch = 0) =>
      service.api("PUT", `/v1/customers/${person.id}/notification-preferences`, {
        token: person.token,
        ifMatch,
        body: {
          email: { security: true, legal: true, service: true, billing: true, marketing: false, ...changed },
        },
      });
    expect(await put({ security: false })).toMatchObject({
      status: 422,
      body: { code: "preferences.mandatory" },
    });
    expect(await put({ billing: false })).toMatchObject({ status: 200, etag: 1 });
    expect((await put({}, 0)).status).toBe(412);
  });

  test.each([
    ["bounces", "bounce@simulator.amazonses.com", "bounced", "address.bounce"],
    ["complains", "complaint@simulator.amazonses.com", "complained", "address.complaint"],
  ])("an address that %s gets nothing more", async (_name, address, state, failure) => {
    const person = await someone(address);
    await tell(person);
    await relay();
    await expect.poll(() => stateOf(person)).toMatchObject({ state });
    const sent = email.listMails(address).length;
    await tell(person);
    await relay();
    expect(email.listMails(address)).toHaveLength(sent);
    expect(await stateOf(person)).toEqual({ state: "suppressed", failure });
  });

  test("a bounce can be lifted by compliance, a complaint by nobody", async () => {
    const compliance = await service.tokens.staff("compliance");
    const { body } = await service.api("GET", "/v1/suppressions", { token: compliance });
    const lift = (reason: string) =>
      service.api(
        "DELETE",
        `/v1/suppressions/${body.data.find((one: { reason: string }) => one.reason === reason).id}`,
        { token: compliance },
      );
    expect((await lift("complaint")).body.code).toBe("suppression.complaint");
    expect((await lift("bounce")).status).toBe(204);
  });

  test("what SNS did not sign is refused: another's key, topic, certificate host, an altered message, an old one", async () => {
    const post = (message: object) =>
      service.api("POST", "/v1/webhooks/ses", {
        bytes: JSON.stringify(message),
        headers: { "content-type": "text/plain" },
      });
    const good = await email.signNotification({ notificationType: "Bounce" });
    expect((await post(good)).status).toBe(200);
    const forgeries = [
      { ...good, Message: "{}" },
      { ...good, Signature: Buffer.from("x").toString("base64") },
      { ...good, TopicArn: "arn:aws:sns:us-east-1:999999999999:evil" },
      { ...good, SigningCertURL: "http://169.254.169.254/sns.pem" },
      { ...good, SigningCertURL: `${partner.url}/sns.pem` },
      { ...good, Timestamp: "2020-01-01T00:00:00.000Z" },
      { Type: "Notification" },
    ];
    for (const forged of forgeries) expect((await post(forged)).status).toBe(401);
    expect((await post("not json" as unknown as object)).status).toBe(401);
  });
});

describe("texts", () => {
  test("compliance publishes a newer one, which counts at once; one that breaks a rule is refused by its id", async () => {
    const compliance = await service.tokens.staff("compliance");
    const read = await service.api("GET", "/v1/message-templates/invoice_ready", { token: compliance });
    const publish = (body: object, ifMatch = read.etag ?? 0) =>
      service.api("PUT", "/v1/message-templates/invoice_ready", { token: compliance, ifMatch, body });
    const bad = await publish({ subject: "We guarantee it", body: "{{ score }}" });
    expect(bad).toMatchObject({ status: 422, body: { code: "template.lint" } });
    expect(bad.body.errors.map(({ code }: { code: string }) => code)).toEqual(["MAIL-3", "CROA-11"]);
    expect((await publish({ subject: "An invoice for you", body: "See {{ portal_url }}" })).status).toBe(200);
    expect((await publish({ subject: "Too late", body: "x" })).status).toBe(412);
    const person = await someone();
    await tell(person);
    await relay();
    expect(email.listMails(person.address)[0]?.subject).toBe("An invoice for you");
    expect(
      (
        await service.api("PUT", "/v1/message-templates/invoice_ready", {
          token: await service.tokens.staff("admin"),
          ifMatch: 2,
          body: { subject: "x", body: "x" },
        })
      ).status,
    ).toBe(403);
  });
});

describe("webhooks out", () => {
  const admin = () => service.tokens.staff("admin");
  const create = async (url = partner.url, token?: string) =>
    service.api("POST", "/v1/webhook-endpoints", {
      token: token ?? (await admin()),
      body: { url, events: ["invoice.finalized.v1"] },
    });

  test("sent twice under one key, an endpoint is made once, and its secret is neither shown again nor stored", async () => {
    const token = await admin();
    const call = {
      token,
      idempotencyKey: "one-wish",
      body: { url: partner.url, events: ["invoice.finalized.v1"] },
    };
    const first = await service.api("POST", "/v1/webhook-endpoints", call);
    const again = await service.api("POST", "/v1/webhook-endpoints", call);
    expect(first.body.secret).toMatch(/^whsec_/);
    expect(again).toMatchObject({ status: 201, body: { ...first.body, secret: null } });
    const [kept] = await service.sql(
      "SELECT count(*)::int AS count FROM notification.idempotency_key k WHERE k::text LIKE '%' || $1 || '%'",
      [first.body.secret],
    );
    expect(kept).toEqual({ count: 0 });
    await service.api("DELETE", `/v1/webhook-endpoints/${first.body.id}`, { token });
  });

  test("an event is told, signed so that the receiver can verify it, and thin", async () => {
    const { body: endpoint } = await create();
    const id = await tell(await someone());
    await service.runJob("deliver-webhooks");
    const request = partner.requests.find(({ headers }) => headers["webhook-id"] === id);
    const signed = `${id}.${request?.headers["webhook-timestamp"]}.${request?.body}`;
    const key = Buffer.from(endpoint.secret.slice("whsec_".length), "base64");
    expect(request?.headers["webhook-signature"]).toContain(
      `v1,${createHmac("sha256", key).update(signed).digest("base64")}`,
    );
    expect(JSON.parse(request?.body ?? "{}").data).toEqual({
      customer_id: expect.any(String),
      invoice_id: expect.any(String),
    });
    await service.runJob("deliver-webhooks");
    expect(partner.requests.filter(({ headers }) => headers["webhook-id"] === id)).toHaveLength(1);
    await service.api("DELETE", `/v1/webhook-endpoints/${endpoint.id}`, { token: await admin() });
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
    const secret = await serve((_req, res) => {
      partner.requests.push({ headers: {}, body: "inside" });
      res.end();
    });
    const redirecting = await serve((_req, res) => {
      res.writeHead(302, { location: secret });
      res.end();
    });
    const { body } = await create(redirecting);
    await tell(await someone());
    await service.runJob("deliver-webhooks");
    expect(partner.requests.some(({ body: sent }) => sent === "inside")).toBe(false);
    await service.api("DELETE", `/v1/webhook-endpoints/${body.id}`, { token: await admin() });
  });

  test("a failing endpoint is tried again ever later, is given up after five days, and can be enabled and sent to again", async () => {
    const token = await admin();
    const { body: endpoint } = await create();
    partner.status = 500;
    await tell(await someone());
    const attempts: number[] = [];
    for (const at of [
      "2026-11-30T15:00:00Z",
      "2026-11-30T15:00:06Z",
      "2026-11-30T15:06:00Z",
      "2026-12-06T15:00:00Z",
    ]) {
      service.clock.set(at);
      partner.requests.length = 0;
      await service.runJob("deliver-webhooks");
      attempts.push(partner.requests.length);
    }
    expect(attempts).toEqual([1, 1, 1, 1]);
    const state = () => service.api("GET", `/v1/webhook-endpoints/${endpoint.id}`, { token });
    expect((await state()).body.state).toBe("disabled");
    const deliveries = await service.api("GET", `/v1/webhook-endpoints/${endpoint.id}/deliveries`, { token });
    expect(deliveries.body.data[0]).toMatchObject({ attempts: 4, last_status: 500, state: "pending" });
    partner.status = 200;
    const enabled = await service.api("PATCH", `/v1/webhook-endpoints/${endpoint.id}`, {
      token,
      ifMatch: (await state()).etag ?? 0,
      body: { state: "enabled" },
    });
    expect(enabled.status).toBe(200);
    await service.api("POST", `/v1/deliveries/${deliveries.body.data[0].id}/redeliver`, { token });
    await service.runJob("deliver-webhooks");
    const after = await service.api("GET", `/v1/webhook-endpoints/${endpoint.id}/deliveries`, { token });
    expect(after.body.data[0]).toMatchObject({ state: "delivered", last_status: 200 });
    await service.api("DELETE", `/v1/webhook-endpoints/${endpoint.id}`, { token });
  });

  test("while a secret is changed over, deliveries carry both signatures", async () => {
    const token = await admin();
    const { body: endpoint } = await create();
    await service.api("POST", `/v1/webhook-endpoints/${endpoint.id}/rotate-secret`, { token });
    await service.api("POST", `/v1/webhook-endpoints/${endpoint.id}/test`, { token });
    await service.runJob("deliver-webhooks");
    expect(String(partner.requests.at(-1)?.headers["webhook-signature"]).split(" ")).toHaveLength(2);
    service.clock.set("2026-12-01T15:00:01.000Z");
    await service.api("POST", `/v1/webhook-endpoints/${endpoint.id}/test`, { token });
    await service.runJob("deliver-webhooks");
    expect(String(partner.requests.at(-1)?.headers["webhook-signature"]).split(" ")).toHaveLength(1);
    await service.api("DELETE", `/v1/webhook-endpoints/${endpoint.id}`, { token });
  });

  test("API1 a client sees its own endpoints alone, and secrets lie sealed", async () => {
    const mine = await service.tokens.client("webhooks:manage");
    const { body: endpoint } = await create(partner.url, mine);
    const other = await service.tokens.client("webhooks:manage");
    expect((await service.api("GET", `/v1/webhook-endpoints/${endpoint.id}`, { token: other })).status).toBe(
      404,
    );
    expect((await service.api("GET", "/v1/webhook-endpoints", { token: other })).body.data).toEqual([]);
    expect((await service.api("GET", "/v1/webhook-endpoints", { token: mine })).body.data).toHaveLength(1);
    const rows = await service.sql("SELECT secret FROM notification.webhook_endpoint");
    const stored = rows.map(({ secret }) => (secret as Buffer).toString("latin1"));
    expect(stored.length).toBeGreaterThan(0);
    expect(stored.join()).not.toContain(endpoint.secret.slice(6));
    await service.api("DELETE", `/v1/webhook-endpoints/${endpoint.id}`, { token: mine });
  });
});

test("API1 other customers' inboxes and preferences do not exist", async () => {
  const [me, them] = [await someone(), await someone()];
  await tell(them);
  const { body } = await service.api("GET", "/v1/notifications", { token: them.token });
  expect(
    (await service.api("POST", `/v1/notifications/${body.data[0].id}/read`, { token: me.token })).status,
  ).toBe(404);
  expect(
    (await service.api("GET", `/v1/customers/${them.id}/notification-preferences`, { token: me.token }))
      .status,
  ).toBe(404);
  expect((await service.api("GET", "/v1/notifications", { token: me.token })).body.data).toEqual([]);
});
