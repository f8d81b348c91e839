import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type NotificationStory, startNotificationStory } from "../../testing/notification-story.ts";
import { walkList } from "../../testing/walk-list.ts";

let story: NotificationStory;
beforeAll(async () => {
  story = await startNotificationStory();
});
beforeEach(() => story.reset());
afterAll(() => story.close());

describe("telling a customer", () => {
  test("by e-mail and in the inbox, once, however often the event comes", async () => {
    const person = await story.addCustomer();
    const id = await story.tell(person);
    await story.tell(person, id);
    await story.relay();
    const mails = story.email.listMails(person.address);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({
      subject: "Your invoice",
      headers: { "list-unsubscribe-post": "List-Unsubscribe=One-Click" },
    });
    const { body } = await story.service.api("GET", "/v1/notifications?unread=true", { token: person.token });
    expect(body.data).toEqual([expect.objectContaining({ kind: "invoice_ready", read_at: null })]);
    expect(
      (await story.service.api("POST", `/v1/notifications/${body.data[0].id}/read`, { token: person.token }))
        .status,
    ).toBe(204);
    expect(
      (await story.service.api("GET", "/v1/notifications?unread=true", { token: person.token })).body.data,
    ).toEqual([]);
  });

  test.each([
    ["America/New_York", "2026-12-01T04:59:59.000Z", "2026-11-30"],
    ["America/New_York", "2026-12-01T05:00:00.000Z", "2026-12-01"],
    ["Pacific/Guam", "2026-11-30T14:00:00.000Z", "2026-12-01"],
  ])("CAL-3 the date in it is the one in %s at %s", async (zone, at, date) => {
    const person = await story.addCustomer();
    story.service.standings.set(person.standing.customer_id, { zone });
    story.service.clock.set(at);
    const ids = { customer_id: person.standing.customer_id, contract_id: randomUUID() };
    await story.service.deliver({ type: "contract.terminated.v1", data: { ...ids, notice_on: date } });
    await story.relay();
    expect(story.email.listMails(person.address)[0]?.text).toContain(`Your contract ended on ${date}.`);
  });

  test("the inbox shows each message once, however long its pages", async () => {
    const customer = await story.addCustomer();
    for (let n = 0; n < 5; n += 1) await story.tell(customer);
    const { whole, walked } = await walkList(story.service.api, "/v1/notifications", customer.token);
    expect(walked).toEqual(whole);
    expect(whole).toHaveLength(5);
  });

  test("a user who is no customer is told which zone the date is of", async () => {
    const person = await story.addCustomer();
    story.service.clock.set("2026-12-01T02:00:00.000Z");
    await story.service.deliver({ type: "password.changed.v1", data: { user_id: person.standing.user_id } });
    await story.relay();
    expect(story.email.listMails(person.address)[0]?.text).toContain("was changed on 2026-12-01 (UTC).");
  });

  test("MAIL-3 the e-mail holds no name, number or creditor, and its address is kept nowhere", async () => {
    const person = await story.addCustomer();
    await story.tell(person);
    await story.relay();
    expect(story.email.listMails(person.address)[0]?.text).not.toMatch(/Ada|6789|\d{5,}/);
    const rows = await story.service.sql(
      "SELECT row_to_json(m)::text AS t FROM notification.message m UNION ALL SELECT row_to_json(e)::text FROM notification.outbox_event e UNION ALL SELECT row_to_json(a)::text FROM notification.audit_event a",
    );
    expect(JSON.stringify(rows)).not.toContain(person.address);
    expect(story.service.logLines.join("")).not.toContain(person.address);
  });

  test("a provider that is busy is asked again, and nothing is lost", async () => {
    const person = await story.addCustomer();
    await story.tell(person);
    story.email.throttle(10);
    await story.relay();
    expect(await story.readState(person)).toMatchObject({ state: "queued" });
    story.email.throttle(0);
    await story.relay();
    expect(await story.readState(person)).toMatchObject({ state: "sent" });
  });

  test("a link from auth-service goes out and is kept nowhere; a used one is not sent", async () => {
    const [messageId, address] = [randomUUID(), `${randomUUID()}@example.com`];
    const link = `https://portal.horizon.example/verify#${randomUUID()}`;
    story.authMessages.set(messageId, {
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
    expect(await story.service.deliver(event(messageId))).toMatchObject({ ok: true });
    expect(story.email.listMails(address)[0]?.text).toContain(link);
    expect(story.service.logLines.join("")).not.toContain(link);
    expect(await story.service.deliver(event(randomUUID()))).toMatchObject({ ok: true });
  });
});

describe("MAIL-1, MAIL-2 who wants nothing gets nothing", () => {
  test("one click ends it at once, without signing in; reading the link does not", async () => {
    const person = await story.addCustomer();
    await story.tell(person);
    await story.relay();
    const header = story.email.listMails(person.address)[0]?.headers["list-unsubscribe"] ?? "";
    const path = new URL(header.slice(1, -1)).pathname;
    expect((await story.service.api("GET", path)).body).toEqual({ category: "billing" });
    const preferences = () =>
      story.service.api("GET", `/v1/customers/${person.id}/notification-preferences`, {
        token: person.token,
      });
    expect((await preferences()).body.email.billing).toBe(true);
    const click = await story.service.api("POST", path, {
      bytes: "List-Unsubscribe=One-Click",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(click.status).toBe(204);
    expect((await preferences()).body.email.billing).toBe(false);
    await story.tell(person);
    await story.relay();
    expect(story.email.listMails(person.address)).toHaveLength(1);
    expect(await story.readState(person)).toEqual({ state: "suppressed", failure: "preference.muted" });
  });

  test("a forged link ends nothing", async () => {
    const forged = `${Buffer.from(`${randomUUID()} billing`).toString("base64url")}.${"A".repeat(24)}`;
    expect((await story.service.api("POST", `/v1/unsubscribe/${forged}`)).status).toBe(404);
  });

  test("security and legal messages cannot be refused", async () => {
    const person = await story.addCustomer();
    const put = (changed: object, ifMatch = 0) =>
      story.service.api("PUT", `/v1/customers/${person.id}/notification-preferences`, {
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
    const person = await story.addCustomer(address);
    await story.tell(person);
    await story.relay();
    await expect.poll(() => story.readState(person)).toMatchObject({ state });
    const sent = story.email.listMails(address).length;
    await story.tell(person);
    await story.relay();
    expect(story.email.listMails(address)).toHaveLength(sent);
    expect(await story.readState(person)).toEqual({ state: "suppressed", failure });
  });

  test("a bounce can be lifted by compliance, a complaint by nobody", async () => {
    const compliance = await story.service.tokens.staff("compliance");
    const { body } = await story.service.api("GET", "/v1/suppressions", { token: compliance });
    const lift = (reason: string) =>
      story.service.api(
        "DELETE",
        `/v1/suppressions/${body.data.find((one: { reason: string }) => one.reason === reason).id}`,
        { token: compliance },
      );
    expect((await lift("complaint")).body.code).toBe("suppression.complaint");
    expect((await lift("bounce")).status).toBe(204);
  });

  test("what SNS did not sign is refused: another's key, topic, certificate host, an altered message, an old one", async () => {
    const post = (message: object) =>
      story.service.api("POST", "/v1/webhooks/ses", {
        bytes: JSON.stringify(message),
        headers: { "content-type": "text/plain" },
      });
    const good = await story.email.signNotification({ notificationType: "Bounce" });
    expect((await post(good)).status).toBe(200);
    const forgeries = [
      { ...good, Message: "{}" },
      { ...good, Signature: Buffer.from("x").toString("base64") },
      { ...good, TopicArn: "arn:aws:sns:us-east-1:999999999999:evil" },
      { ...good, SigningCertURL: "http://169.254.169.254/sns.pem" },
      { ...good, SigningCertURL: `${story.partner.url}/sns.pem` },
      { ...good, SigningCertURL: `${good.SigningCertURL}?n=1` },
      { ...good, Timestamp: "2020-01-01T00:00:00.000Z" },
      { Type: "Notification" },
    ];
    for (const forged of forgeries) expect((await post(forged)).status).toBe(401);
    expect((await post("not json" as unknown as object)).status).toBe(401);
  });
});

describe("texts", () => {
  test("compliance publishes a newer one, which counts at once; one that breaks a rule is refused by its id", async () => {
    const compliance = await story.service.tokens.staff("compliance");
    const read = await story.service.api("GET", "/v1/message-templates/invoice_ready", { token: compliance });
    const publish = (body: object, ifMatch = read.etag ?? 0) =>
      story.service.api("PUT", "/v1/message-templates/invoice_ready", { token: compliance, ifMatch, body });
    const bad = await publish({ subject: "We guarantee it", body: "{{ score }}" });
    expect(bad).toMatchObject({ status: 422, body: { code: "template.lint" } });
    expect(bad.body.errors.map(({ code }: { code: string }) => code)).toEqual(["MAIL-3", "CROA-11"]);
    expect((await publish({ subject: "An invoice for you", body: "See {{ portal_url }}" })).status).toBe(200);
    expect((await publish({ subject: "Too late", body: "x" })).status).toBe(412);
    const person = await story.addCustomer();
    await story.tell(person);
    await story.relay();
    expect(story.email.listMails(person.address)[0]?.subject).toBe("An invoice for you");
    expect(
      (
        await story.service.api("PUT", "/v1/message-templates/invoice_ready", {
          token: await story.service.tokens.staff("admin"),
          ifMatch: 2,
          body: { subject: "x", body: "x" },
        })
      ).status,
    ).toBe(403);
  });
});

test("API1 other customers' inboxes and preferences do not exist", async () => {
  const [me, them] = [await story.addCustomer(), await story.addCustomer()];
  await story.tell(them);
  const { body } = await story.service.api("GET", "/v1/notifications", { token: them.token });
  expect(
    (await story.service.api("POST", `/v1/notifications/${body.data[0].id}/read`, { token: me.token }))
      .status,
  ).toBe(404);
  expect(
    (await story.service.api("GET", `/v1/customers/${them.id}/notification-preferences`, { token: me.token }))
      .status,
  ).toBe(404);
  expect((await story.service.api("GET", "/v1/notifications", { token: me.token })).body.data).toEqual([]);
});
