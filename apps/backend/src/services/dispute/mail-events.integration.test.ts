import { createHmac, randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DisputeCustomer, DisputeStory } from "../../testing/dispute-story.ts";
import { type MailingStory, startMailingStory } from "../../testing/mailing-story.ts";

let mail: MailingStory;
let story: DisputeStory;
let customer: DisputeCustomer;
beforeEach(async () => {
  mail = await startMailingStory();
  ({ story, customer } = mail);
});
afterEach(() => story.close());

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

describe("events of the provider", () => {
  test("each twice and the last first: the letter is delivered once, mailed and performed once", async () => {
    const letter = await mail.sendLetter();
    await story.relay();
    story.provider.faults.webhooks.duplicated = true;
    story.provider.faults.webhooks.reversed = true;
    await story.advanceTo("2026-12-06T15:00:00Z");
    await story.provider.releaseWebhooks();
    expect((await story.relay()).failed).toBe(0);
    expect(await mail.letterIn(letter)).toMatchObject({
      state: "delivered",
      // Presumed to be the day of delivery at first, and corrected when it was heard of.
      mailed_on: "2026-12-01",
      delivered_on: "2026-12-04",
    });
    expect(await mail.roundIn(letter)).toMatchObject({
      state: "awaiting_result",
      mailed_on: "2026-12-01",
      received_on: "2026-12-04",
      received_estimated: false,
    });
    for (const type of ["letter.mailed.v1", "letter.in_transit.v1", "letter.delivered.v1"] as const) {
      expect(await story.service.listEvents(type), type).toHaveLength(1);
    }
    expect((await mail.performed()).map(({ data }) => data.kind)).toEqual(["round_mailed"]);
  });

  test("webhooks that are lost are heard of by polling", async () => {
    const letter = await mail.sendLetter();
    await story.relay();
    story.provider.faults.webhooks.lost = true;
    await story.advanceTo("2026-12-06T15:00:00Z");
    await story.relay();
    expect(await mail.letterIn(letter)).toMatchObject({ state: "accepted_by_mailer" });
    expect((await story.service.runJob("poll-letter-tracking")).done).toBeGreaterThan(3);
    await story.relay();
    expect(await mail.letterIn(letter)).toMatchObject({ state: "delivered", delivered_on: "2026-12-04" });
    // Asked again at once, the provider is left alone; nothing is told twice.
    expect((await story.service.runJob("poll-letter-tracking")).done).toBe(0);
    expect(await mail.performed()).toHaveLength(1);
  });

  test("a letter that returns clears the clock, and its round is a draft with a task", async () => {
    story.provider.faults.fate = "returned";
    const letter = await mail.sendLetter();
    await story.relay();
    await story.advanceTo("2026-12-10T15:00:00Z");
    await story.relay();
    expect(await mail.letterIn(letter)).toMatchObject({ state: "returned" });
    const round = await mail.roundIn(letter);
    expect(round).toMatchObject({ state: "draft", mailed_on: null, received_on: null, last_day: null });
    expect(await mail.tasks()).toEqual(["address_problem"]);
    const item = await story.read(customer, `/v1/dispute-items/${round.items[0].item_id}`);
    expect(item).toMatchObject({ state: "in_round" });
    // Mailed once more, it is not performed once more.
    story.provider.faults.fate = "delivered";
    const second = await story.addApprovedLetter(customer, round);
    await story.send(customer, second);
    await story.relay();
    await story.advanceTo("2026-12-16T15:00:00Z");
    await story.relay();
    expect(await mail.roundIn(letter)).toMatchObject({ state: "awaiting_result" });
    expect(await mail.performed()).toHaveLength(1);
  });

  test("a letter that returns after receipt was presumed stops the clock that ran", async () => {
    story.provider.faults.fate = "returned";
    const letter = await mail.sendLetter("first_class");
    await story.relay();
    await story.advanceTo("2026-12-08T14:00:00Z");
    await story.relay();
    // Mailed on 1 December: presumed received on the 8th.
    await story.service.runJob("tick-dispute-clocks");
    expect(await mail.roundIn(letter)).toMatchObject({ state: "awaiting_result", received_estimated: true });
    await story.advanceTo("2026-12-10T15:00:00Z");
    await story.relay();
    expect(await mail.roundIn(letter)).toMatchObject({ state: "draft", last_day: null });
  });

  test("FCRA-1 a first-class letter is presumed received after five business days, marked as estimated", async () => {
    const letter = await mail.sendLetter("first_class");
    await story.relay();
    await story.advanceTo("2026-12-07T15:00:00Z");
    await story.relay();
    await story.service.runJob("tick-dispute-clocks");
    expect(await mail.roundIn(letter)).toMatchObject({ state: "mailed", received_on: "2026-12-08" });
    await story.advanceTo("2026-12-08T15:00:00Z");
    await story.service.runJob("tick-dispute-clocks");
    expect(await mail.roundIn(letter)).toMatchObject({
      state: "awaiting_result",
      received_on: "2026-12-08",
      received_estimated: true,
      last_day: "2027-01-06",
    });
  });

  test("a refusal by the provider after it took the letter", async () => {
    story.provider.faults.fate = "rejected";
    const letter = await mail.sendLetter();
    await story.relay();
    await story.advanceTo(mail.hours(1));
    await story.relay();
    expect(await mail.letterIn(letter)).toMatchObject({ state: "failed" });
    expect(await mail.roundIn(letter)).toMatchObject({ state: "draft" });
    expect(await mail.tasks()).toEqual(["mail_failed"]);
    expect(await mail.performed()).toEqual([]);
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
