import { createHmac, randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ApiBody } from "../../testing/api-client.ts";
import { type DisputeCustomer, type DisputeStory, startDisputeStory } from "../../testing/dispute-story.ts";

let story: DisputeStory;
let customer: DisputeCustomer;
beforeEach(async () => {
  story = await startDisputeStory();
  customer = await story.addCustomer();
});
afterEach(() => story.close());

const hours = (n: number) => new Date(story.service.clock.now().getTime() + n * 3_600_000).toISOString();
const letterIn = (letter: ApiBody) => story.read(customer, `/v1/letters/${letter.id}`);
const roundIn = (letter: ApiBody) => story.read(customer, `/v1/rounds/${letter.round_id}`);
const performed = () => story.service.listEvents("service.performed.v1");

async function addLetter(fields: Record<string, unknown> = {}): Promise<ApiBody> {
  const round = (await story.addRound(customer, [await story.addItem(customer)], fields)).body;
  return story.addApprovedLetter(customer, round);
}

async function sendLetter(channel = "certified", fields: Record<string, unknown> = {}): Promise<ApiBody> {
  const letter = await addLetter(fields);
  expect((await story.send(customer, letter, channel)).status).toBe(202);
  return letter;
}

async function tasks(): Promise<string[]> {
  const { tasks: open } = await story.read(customer, "/v1/disputes/dashboard");
  return open.map(({ kind }: { kind: string }) => kind);
}

const signed = (event: object, { secret = "webhook-secret-of-the-tests", ageMs = 0 } = {}) => {
  const bytes = JSON.stringify(event);
  const timestamp = String(Date.now() - ageMs);
  const signature = createHmac("sha256", secret).update(`${timestamp}.${bytes}`).digest("hex");
  return {
    bytes,
    idempotencyKey: null,
    headers: {
      "content-type": "application/json",
      "lob-signature": signature,
      "lob-signature-timestamp": timestamp,
    },
  };
};

describe("handing over", () => {
  test("the answer is lost after the provider took the letter: it is sent again, and exists once", async () => {
    const letter = await sendLetter();
    story.provider.faults.loseAnswers = true;
    expect(await story.relay()).toEqual({ taken: 0, failed: 1 });
    expect(await letterIn(letter)).toMatchObject({ state: "send_requested" });
    story.provider.faults.loseAnswers = false;
    expect((await story.relay()).failed).toBe(0);
    expect(story.provider.letters()).toHaveLength(1);
    expect(await letterIn(letter)).toMatchObject({ state: "accepted_by_mailer" });
  });

  test("two workers deliver the same event at once: one letter, one event", async () => {
    const letter = await sendLetter();
    const [event] = await story.service.listEvents("letter.send_requested.v1");
    if (!event) throw new Error("no event");
    const results = await Promise.all(Array.from({ length: 6 }, () => story.service.deliver(event)));
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(story.provider.letters()).toHaveLength(1);
    expect(await story.service.listEvents("letter.accepted_by_mailer.v1")).toHaveLength(1);
    expect(await letterIn(letter)).toMatchObject({ state: "accepted_by_mailer" });
  });

  test("a provider that is down or overloaded is tried again; nothing is lost", async () => {
    const letter = await sendLetter();
    story.provider.faults.down = true;
    expect((await story.relay()).failed).toBe(1);
    expect(await letterIn(letter)).toMatchObject({ state: "send_requested", fail_reason: null });
    story.provider.faults.down = false;
    expect((await story.relay()).failed).toBe(0);
    expect(story.provider.letters()).toHaveLength(1);
  });

  test("an address that the provider refuses: the letter failed, the round is a draft again, a person is told", async () => {
    const address = { line1: "1 Undeliverable Rd", city: "Wilmington", state: "DE", postal_code: "19801" };
    const letter = await sendLetter("certified", {
      kind: "direct_dispute",
      recipient: { kind: "furnisher", name: "Example Bank", address },
    });
    await story.relay();
    expect(await letterIn(letter)).toMatchObject({
      state: "failed",
      fail_reason: "failed_deliverability_strictness",
    });
    const round = await roundIn(letter);
    expect(round).toMatchObject({ state: "draft", mailed_on: null });
    expect(await tasks()).toEqual(["address_problem"]);
    // With another address the round goes out.
    const { api } = story.service;
    const token = customer.agentToken;
    const corrected = await api("PATCH", `/v1/rounds/${round.id}`, {
      token,
      ifMatch: round.version,
      body: { recipient_address: { ...address, line1: "1 Bank Plaza" } },
    });
    expect(corrected.status).toBe(200);
    const second = await story.addApprovedLetter(customer, corrected.body);
    await story.send(customer, second);
    await story.relay();
    expect(await letterIn(second)).toMatchObject({ state: "accepted_by_mailer" });
  });

  test("no more letters go out for a customer than the day's cap", async () => {
    await story.close();
    story = await startDisputeStory({ LETTERS_PER_DAY_MAX: "1" });
    customer = await story.addCustomer();
    await sendLetter();
    const second = await addLetter();
    expect(await story.send(customer, second)).toMatchObject({
      status: 409,
      body: { code: "letter.daily_limit" },
    });
    story.service.clock.set(hours(25));
    expect((await story.send(customer, second)).status).toBe(202);
  });
});

describe("events of the provider", () => {
  test("each twice and the last first: the letter is delivered once, mailed and performed once", async () => {
    const letter = await sendLetter();
    await story.relay();
    story.provider.faults.webhooks.duplicated = true;
    story.provider.faults.webhooks.reversed = true;
    await story.advanceTo("2026-12-06T15:00:00Z");
    await story.provider.releaseWebhooks();
    expect((await story.relay()).failed).toBe(0);
    expect(await letterIn(letter)).toMatchObject({
      state: "delivered",
      // Presumed to be the day of delivery at first, and corrected when it was heard of.
      mailed_on: "2026-12-01",
      delivered_on: "2026-12-04",
    });
    expect(await roundIn(letter)).toMatchObject({
      state: "awaiting_result",
      mailed_on: "2026-12-01",
      received_on: "2026-12-04",
      received_estimated: false,
    });
    for (const type of ["letter.mailed.v1", "letter.in_transit.v1", "letter.delivered.v1"] as const) {
      expect(await story.service.listEvents(type), type).toHaveLength(1);
    }
    expect((await performed()).map(({ data }) => data.kind)).toEqual(["round_mailed"]);
  });

  test("webhooks that are lost are heard of by polling", async () => {
    const letter = await sendLetter();
    await story.relay();
    story.provider.faults.webhooks.lost = true;
    await story.advanceTo("2026-12-06T15:00:00Z");
    await story.relay();
    expect(await letterIn(letter)).toMatchObject({ state: "accepted_by_mailer" });
    expect((await story.service.runJob("poll-letter-tracking")).done).toBeGreaterThan(3);
    await story.relay();
    expect(await letterIn(letter)).toMatchObject({ state: "delivered", delivered_on: "2026-12-04" });
    // Asked again at once, the provider is left alone; nothing is told twice.
    expect((await story.service.runJob("poll-letter-tracking")).done).toBe(0);
    expect(await performed()).toHaveLength(1);
  });

  test("a letter that returns clears the clock, and its round is a draft with a task", async () => {
    story.provider.faults.fate = "returned";
    const letter = await sendLetter();
    await story.relay();
    await story.advanceTo("2026-12-10T15:00:00Z");
    await story.relay();
    expect(await letterIn(letter)).toMatchObject({ state: "returned" });
    const round = await roundIn(letter);
    expect(round).toMatchObject({ state: "draft", mailed_on: null, received_on: null, last_day: null });
    expect(await tasks()).toEqual(["address_problem"]);
    const item = await story.read(customer, `/v1/dispute-items/${round.items[0].item_id}`);
    expect(item).toMatchObject({ state: "in_round" });
    // Mailed once more, it is not performed once more.
    story.provider.faults.fate = "delivered";
    const second = await story.addApprovedLetter(customer, round);
    await story.send(customer, second);
    await story.relay();
    await story.advanceTo("2026-12-16T15:00:00Z");
    await story.relay();
    expect(await roundIn(letter)).toMatchObject({ state: "awaiting_result" });
    expect(await performed()).toHaveLength(1);
  });

  test("a letter that returns after receipt was presumed stops the clock that ran", async () => {
    story.provider.faults.fate = "returned";
    const letter = await sendLetter("first_class");
    await story.relay();
    await story.advanceTo("2026-12-08T14:00:00Z");
    await story.relay();
    // Mailed on 1 December: presumed received on the 8th.
    await story.service.runJob("tick-dispute-clocks");
    expect(await roundIn(letter)).toMatchObject({ state: "awaiting_result", received_estimated: true });
    await story.advanceTo("2026-12-10T15:00:00Z");
    await story.relay();
    expect(await roundIn(letter)).toMatchObject({ state: "draft", last_day: null });
  });

  test("FCRA-1 a first-class letter is presumed received after five business days, marked as estimated", async () => {
    const letter = await sendLetter("first_class");
    await story.relay();
    await story.advanceTo("2026-12-07T15:00:00Z");
    await story.relay();
    await story.service.runJob("tick-dispute-clocks");
    expect(await roundIn(letter)).toMatchObject({ state: "mailed", received_on: "2026-12-08" });
    await story.advanceTo("2026-12-08T15:00:00Z");
    await story.service.runJob("tick-dispute-clocks");
    expect(await roundIn(letter)).toMatchObject({
      state: "awaiting_result",
      received_on: "2026-12-08",
      received_estimated: true,
      last_day: "2027-01-06",
    });
  });

  test("a refusal by the provider after it took the letter", async () => {
    story.provider.faults.fate = "rejected";
    const letter = await sendLetter();
    await story.relay();
    await story.advanceTo(hours(1));
    await story.relay();
    expect(await letterIn(letter)).toMatchObject({ state: "failed" });
    expect(await roundIn(letter)).toMatchObject({ state: "draft" });
    expect(await tasks()).toEqual(["mail_failed"]);
    expect(await performed()).toEqual([]);
  });

  test("an event that comes before our own record of the letter waits for it", async () => {
    const event = {
      id: "evt_early",
      reference_id: "ltr_unknown",
      event_type: { id: "letter.mailed" },
      date_created: story.service.clock.now().toISOString(),
    };
    expect((await story.service.api("POST", "/v1/webhooks/mail", signed(event))).status).toBe(204);
    expect(await story.relay()).toEqual({ taken: 0, failed: 1 });
  });
});

describe("the webhook's door", () => {
  const event = {
    id: "evt_1",
    reference_id: "ltr_1",
    event_type: { id: "letter.mailed" },
    date_created: "2026-11-30T15:00:00Z",
  };
  const events = () => story.service.sql("SELECT * FROM dispute.mail_event");
  const post = (call: object) => story.service.api("POST", "/v1/webhooks/mail", call);

  test("takes the same event once", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(signed(event))));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 204));
    expect(await events()).toHaveLength(1);
    expect(await story.service.listEvents("mail.event_received.v1")).toHaveLength(1);
  });

  test("refuses another secret, an altered body, an old signature and none, and stores nothing", async () => {
    const good = signed(event);
    const refused = [
      signed(event, { secret: "another" }),
      signed(event, { ageMs: 6 * 60_000 }),
      { ...good, bytes: good.bytes.replace("evt_1", "evt_2") },
      { ...good, headers: { "content-type": "application/json" } },
    ];
    for (const call of refused) {
      expect(await post(call)).toMatchObject({ status: 401, body: { code: "webhook.signature_invalid" } });
    }
    expect(await events()).toEqual([]);
  });

  test("answers what it does not know with 204, and stores nothing", async () => {
    expect((await post(signed({ ...event, event_type: { id: "letter.viewed" } }))).status).toBe(204);
    expect((await post(signed({ nothing: "of that" }))).status).toBe(204);
    expect((await post(signed([]))).status).toBe(204);
    expect(await events()).toEqual([]);
  });

  test("takes no more than 256 KiB", async () => {
    expect((await post(signed({ ...event, pad: "x".repeat(300_000) }))).status).toBe(413);
  });
});

describe("cancelling", () => {
  const cancel = (letter: ApiBody) =>
    story.service.api("POST", `/v1/letters/${letter.id}/cancel`, { token: customer.agentToken });

  test("before it is handed over: at once, and the mailer never hears of it", async () => {
    const letter = await sendLetter();
    expect(await cancel(letter)).toMatchObject({ status: 200, body: { state: "cancelled" } });
    await story.relay();
    expect(story.provider.letters()).toHaveLength(0);
    expect(await roundIn(letter)).toMatchObject({ state: "draft" });
    // The round has room for another letter.
    expect(await story.addApprovedLetter(customer, { id: letter.round_id })).toMatchObject({
      state: "approved",
    });
  });

  test("in the provider's window: it is asked to stop it", async () => {
    const letter = await sendLetter();
    await story.relay();
    expect((await cancel(letter)).status).toBe(202);
    await story.relay();
    expect(await letterIn(letter)).toMatchObject({ state: "cancelled" });
    expect(story.provider.letters()[0]?.deleted).toBe(true);
    expect(await roundIn(letter)).toMatchObject({ state: "draft" });
  });

  test("after the window: the letter goes its way", async () => {
    const letter = await sendLetter();
    await story.relay();
    await story.advanceTo(hours(1));
    expect((await cancel(letter)).status).toBe(202);
    await story.relay();
    expect(await letterIn(letter)).toMatchObject({ state: "accepted_by_mailer" });
    await story.advanceTo("2026-12-01T20:00:00Z");
    await story.relay();
    expect(await letterIn(letter)).toMatchObject({ state: "mailed" });
    expect(await cancel(letter)).toMatchObject({ status: 409, body: { code: "letter.in_mail" } });
  });

  test("while it is being handed over: the provider is told afterwards", async () => {
    const letter = await sendLetter();
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const { promise: cancelled, resolve: letGo } = Promise.withResolvers<void>();
    story.provider.faults.onRequest = () => {
      arrive();
      return cancelled;
    };
    const relaying = story.relay();
    await arrived;
    expect(await cancel(letter)).toMatchObject({ status: 200, body: { state: "cancelled" } });
    letGo();
    await relaying;
    await story.relay();
    expect(story.provider.letters().every(({ deleted }) => deleted)).toBe(true);
    expect(await letterIn(letter)).toMatchObject({ state: "cancelled" });
  });
});

describe("mailed by a person", () => {
  const mark = (letter: ApiBody, mailedOn: string) =>
    story.service.api("POST", `/v1/letters/${letter.id}/mark-mailed`, {
      token: customer.agentToken,
      body: { mailed_on: mailedOn, tracking_number: "9407", proof_document_id: `doc_${"a".repeat(32)}` },
    });

  test("the date counts as given, in the customer's zone", async () => {
    const letter = await addLetter();
    expect(await mark(letter, "2026-11-27")).toMatchObject({
      status: 200,
      body: { state: "mailed", channel: "manual", mailed_on: "2026-11-27", tracking_number: "9407" },
    });
    expect(await roundIn(letter)).toMatchObject({
      state: "mailed",
      mailed_on: "2026-11-27",
      received_on: "2026-12-04",
    });
    expect(story.provider.letters()).toHaveLength(0);
    await story.relay();
    expect(story.provider.letters()).toHaveLength(0);
    expect(await performed()).toHaveLength(1);
  });

  test("not in the future, and not what the provider mails", async () => {
    const letter = await addLetter();
    expect(await mark(letter, "2026-12-01")).toMatchObject({
      status: 422,
      body: { code: "letter.future_date" },
    });
    await story.send(customer, letter);
    expect(await mark(letter, "2026-11-30")).toMatchObject({
      status: 409,
      body: { code: "letter.mailed_otherwise" },
    });
    expect(await letterIn(letter)).toMatchObject({ state: "send_requested", channel: "certified" });
  });
});

test("an event for a letter id that is no letter is answered as done and changes nothing", async () => {
  const data = {
    customer_id: randomUUID(),
    letter_id: randomUUID(),
    round_id: randomUUID(),
    from: "approved",
  };
  expect((await story.service.deliver({ type: "letter.send_requested.v1", data })).ok).toBe(true);
  expect(story.provider.letters()).toHaveLength(0);
});
