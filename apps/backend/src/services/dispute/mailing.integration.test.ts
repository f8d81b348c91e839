import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ApiBody } from "../../testing/api-client.ts";
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

describe("handing over", () => {
  test("the answer is lost after the provider took the letter: it is sent again, and exists once", async () => {
    const letter = await mail.sendLetter();
    story.provider.faults.loseAnswers = true;
    expect(await story.relay()).toEqual({ taken: 0, failed: 1 });
    expect(await mail.letterIn(letter)).toMatchObject({ state: "send_requested" });
    story.provider.faults.loseAnswers = false;
    expect((await story.relay()).failed).toBe(0);
    expect(story.provider.letters()).toHaveLength(1);
    expect(await mail.letterIn(letter)).toMatchObject({ state: "accepted_by_mailer" });
  });

  test("the answer is lost, and the event is replayed when the provider knows the key no more: the letter exists once", async () => {
    story.provider.faults.webhooks.lost = true;
    const letter = await mail.sendLetter();
    story.provider.faults.loseAnswers = true;
    await story.relay();
    story.provider.faults.loseAnswers = false;
    await story.advanceTo("2026-12-02T15:00:00Z");
    expect((await story.relay()).failed).toBe(0);
    expect(story.provider.letters()).toHaveLength(1);
    expect(await mail.letterIn(letter)).toMatchObject({ state: "accepted_by_mailer" });
  });

  test("the answer is lost, and services are not allowed any more: the letter is cancelled", async () => {
    const letter = await mail.sendLetter();
    story.provider.faults.loseAnswers = true;
    await story.relay();
    story.provider.faults.loseAnswers = false;
    story.service.standings.set(mail.customer.standing.customer_id, { contract: null });
    expect((await story.relay()).failed).toBe(0);
    expect(await mail.letterIn(letter)).toMatchObject({ state: "failed" });
    expect(story.provider.letters().map(({ deleted }) => deleted)).toEqual([true]);
  });

  test("two workers deliver the same event at once: one letter, one event", async () => {
    const letter = await mail.sendLetter();
    const [event] = await story.service.listEvents("letter.send_requested.v1");
    if (!event) throw new Error("no event");
    const results = await Promise.all(Array.from({ length: 6 }, () => story.service.deliver(event)));
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(story.provider.letters()).toHaveLength(1);
    expect(await story.service.listEvents("letter.accepted_by_mailer.v1")).toHaveLength(1);
    expect(await mail.letterIn(letter)).toMatchObject({ state: "accepted_by_mailer" });
  });

  test("a provider that is down or overloaded is tried again; nothing is lost", async () => {
    const letter = await mail.sendLetter();
    story.provider.faults.down = true;
    expect((await story.relay()).failed).toBe(1);
    expect(await mail.letterIn(letter)).toMatchObject({ state: "send_requested", fail_reason: null });
    story.provider.faults.down = false;
    expect((await story.relay()).failed).toBe(0);
    expect(story.provider.letters()).toHaveLength(1);
  });

  test("an address that the provider refuses: the letter failed, the round is a draft again, a person is told", async () => {
    const address = { line1: "1 Undeliverable Rd", city: "Wilmington", state: "DE", postal_code: "19801" };
    const letter = await mail.sendLetter("certified", {
      kind: "direct_dispute",
      recipient: { kind: "furnisher", name: "Example Bank", address },
    });
    await story.relay();
    expect(await mail.letterIn(letter)).toMatchObject({
      state: "failed",
      fail_reason: "failed_deliverability_strictness",
    });
    const round = await mail.roundIn(letter);
    expect(round).toMatchObject({ state: "draft", mailed_on: null });
    expect(await mail.tasks()).toEqual(["address_problem"]);
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
    expect(await mail.letterIn(second)).toMatchObject({ state: "accepted_by_mailer" });
  });

  test("no more letters go out for a customer than the day's cap", async () => {
    await story.close();
    mail = await startMailingStory({ LETTERS_PER_DAY_MAX: "1" });
    ({ story, customer } = mail);
    await mail.sendLetter();
    const second = await mail.addLetter();
    expect(await story.send(customer, second)).toMatchObject({
      status: 409,
      body: { code: "letter.daily_limit" },
    });
    story.service.clock.set(mail.hours(25));
    expect((await story.send(customer, second)).status).toBe(202);
  });
});

describe("cancelling", () => {
  const cancel = (letter: ApiBody) =>
    story.service.api("POST", `/v1/letters/${letter.id}/cancel`, { token: customer.agentToken });

  test("before it is handed over: at once, and the mailer never hears of it", async () => {
    const letter = await mail.sendLetter();
    expect(await cancel(letter)).toMatchObject({ status: 200, body: { state: "cancelled" } });
    await story.relay();
    expect(story.provider.letters()).toHaveLength(0);
    expect(await mail.roundIn(letter)).toMatchObject({ state: "draft" });
    // The round has room for another letter.
    expect(await story.addApprovedLetter(customer, { id: letter.round_id })).toMatchObject({
      state: "approved",
    });
  });

  test("in the provider's window: it is asked to stop it", async () => {
    const letter = await mail.sendLetter();
    await story.relay();
    expect((await cancel(letter)).status).toBe(202);
    await story.relay();
    expect(await mail.letterIn(letter)).toMatchObject({ state: "cancelled" });
    expect(story.provider.letters()[0]?.deleted).toBe(true);
    expect(await mail.roundIn(letter)).toMatchObject({ state: "draft" });
  });

  test("after the window: the letter goes its way", async () => {
    const letter = await mail.sendLetter();
    await story.relay();
    await story.advanceTo(mail.hours(1));
    expect((await cancel(letter)).status).toBe(202);
    await story.relay();
    expect(await mail.letterIn(letter)).toMatchObject({ state: "accepted_by_mailer" });
    await story.advanceTo("2026-12-01T20:00:00Z");
    await story.relay();
    expect(await mail.letterIn(letter)).toMatchObject({ state: "mailed" });
    expect(await cancel(letter)).toMatchObject({ status: 409, body: { code: "letter.in_mail" } });
  });

  test("while it is being handed over: the provider is told afterwards", async () => {
    const letter = await mail.sendLetter();
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
    expect(await mail.letterIn(letter)).toMatchObject({ state: "cancelled" });
  });
});

describe("mailed by a person", () => {
  const mark = (letter: ApiBody, mailedOn: string) =>
    story.service.api("POST", `/v1/letters/${letter.id}/mark-mailed`, {
      token: customer.agentToken,
      body: { mailed_on: mailedOn, tracking_number: "9407", proof_document_id: `doc_${"a".repeat(32)}` },
    });

  test("the date counts as given, in the customer's zone", async () => {
    const letter = await mail.addLetter();
    expect(await mark(letter, "2026-11-27")).toMatchObject({
      status: 200,
      body: { state: "mailed", channel: "manual", mailed_on: "2026-11-27", tracking_number: "9407" },
    });
    expect(await mail.roundIn(letter)).toMatchObject({
      state: "mailed",
      mailed_on: "2026-11-27",
      received_on: "2026-12-04",
    });
    expect(story.provider.letters()).toHaveLength(0);
    await story.relay();
    expect(story.provider.letters()).toHaveLength(0);
    expect(await mail.performed()).toHaveLength(1);
  });

  test("not in the future, and not what the provider mails", async () => {
    const letter = await mail.addLetter();
    expect(await mark(letter, "2026-12-01")).toMatchObject({
      status: 422,
      body: { code: "letter.future_date" },
    });
    await story.send(customer, letter);
    expect(await mark(letter, "2026-11-30")).toMatchObject({
      status: 409,
      body: { code: "letter.mailed_otherwise" },
    });
    expect(await mail.letterIn(letter)).toMatchObject({ state: "send_requested", channel: "certified" });
  });
});
