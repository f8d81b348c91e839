import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type DisputeCustomer,
  type DisputeStory,
  startDisputeStory,
  testDocument,
} from "../../testing/dispute-story.ts";

let story: DisputeStory;
beforeAll(async () => {
  story = await startDisputeStory();
});
afterAll(() => story.close());

const hold = (customer: DisputeCustomer, serviceNotBefore: string, status = "signed" as const) => {
  const { contract } = customer.standing;
  if (contract === null) throw new Error("no contract");
  story.service.standings.set(customer.standing.customer_id, {
    status: "pending",
    contract: { ...contract, status, service_not_before: serviceNotBefore },
  });
};
const release = ({ standing }: DisputeCustomer) =>
  story.service.standings.set(standing.customer_id, {
    status: "active",
    contract: standing.contract,
  });

describe("CROA-6 no service before the right to cancel has ended", () => {
  test("a round, a letter, a mailing and a performance are refused on the last day of the hold, and go on the next", async () => {
    const customer = await story.addCustomer({ zone: "Pacific/Honolulu" });
    const item = await story.addItem(customer);
    const { api, clock } = story.service;
    const now = clock.now();
    // Half past eleven in the evening in Honolulu, where it is still 30 November.
    clock.set("2026-12-01T09:30:00Z");
    hold(customer, "2026-12-01");
    const refused = await story.addRound(customer, [item]);
    expect(refused).toMatchObject({ status: 409, body: { code: "croa.service_hold", rule: "CROA-6" } });
    const performance = {
      customer_id: customer.id,
      kind: "analysis_delivered",
      subject_id: `rep_${"1".repeat(32)}`,
      completed_at: "2026-12-01T09:00:00Z",
    };
    const token = customer.agentToken;
    expect(await api("POST", "/v1/service-performances", { token, body: performance })).toMatchObject({
      status: 409,
      body: { code: "croa.service_hold" },
    });

    // With a lawful start, to have a letter; then the hold is found to be longer.
    release(customer);
    const round = (await story.addRound(customer, [item])).body;
    const letter = await story.addApprovedLetter(customer, round);
    hold(customer, "2026-12-01");
    expect(await story.send(customer, letter)).toMatchObject({
      status: 409,
      body: { code: "croa.service_hold" },
    });
    const byHand = { mailed_on: "2026-11-30", proof_document_id: testDocument };
    expect(await api("POST", `/v1/letters/${letter.id}/mark-mailed`, { token, body: byHand })).toMatchObject({
      status: 409,
      body: { code: "croa.service_hold" },
    });
    expect(await story.read(customer, `/v1/letters/${letter.id}`)).toMatchObject({ state: "approved" });

    // Midnight in Honolulu.
    clock.set("2026-12-01T10:00:00Z");
    release(customer);
    expect((await story.send(customer, letter)).status).toBe(202);
    clock.set(now.toISOString());
  });

  test("a hold that begins after the request stops the letter at the mailer's door", async () => {
    const customer = await story.addCustomer();
    const round = (await story.addRound(customer, [await story.addItem(customer)])).body;
    const letter = await story.addApprovedLetter(customer, round);
    await story.relay();
    const before = story.provider.letters().length;
    expect((await story.send(customer, letter)).status).toBe(202);
    hold(customer, "2027-01-01");
    await story.relay();
    expect(story.provider.letters()).toHaveLength(before);
    expect(await story.read(customer, `/v1/letters/${letter.id}`)).toMatchObject({
      state: "failed",
      fail_reason: "croa.service_hold",
    });
    expect(await story.read(customer, `/v1/rounds/${round.id}`)).toMatchObject({ state: "draft" });
  });

  test("without an answer about the customer nothing is sent: 503, and later it goes", async () => {
    const customer = await story.addCustomer();
    const round = (await story.addRound(customer, [await story.addItem(customer)])).body;
    const letter = await story.addApprovedLetter(customer, round);
    story.service.standings.setDown(true);
    expect(await story.send(customer, letter)).toMatchObject({
      status: 503,
      body: { code: "upstream.unavailable" },
    });
    story.service.standings.setDown(false);
    expect((await story.send(customer, letter)).status).toBe(202);
    await story.relay();
  });
});

test.each([
  ["suspended", { status: "suspended" as const }, "customer.not_active"],
  ["without a contract", { contract: null }, "contract.not_in_force"],
])("a customer who is %s starts no round", async (_what, fields, code) => {
  const customer = await story.addCustomer(fields);
  expect(await story.addRound(customer, [await story.addItem(customer)])).toMatchObject({
    status: 409,
    body: { code },
  });
});

describe("CROA-9 facts", () => {
  test("what the customer says is accurate cannot be disputed, and nothing is stored", async () => {
    const customer = await story.addCustomer();
    await expect(story.addItem(customer, { accurate_per_customer: true }, false)).rejects.toThrow(
      /422.*croa.accurate_item.*CROA-9/,
    );
    const list = await story.read(customer, `/v1/customers/${customer.id}/dispute-items`);
    expect(list.data).toEqual([]);
  });

  test("an item that was not attested goes into no round; an agent cannot attest", async () => {
    const customer = await story.addCustomer();
    const item = await story.addItem(customer, {}, false);
    expect(await story.addRound(customer, [item])).toMatchObject({
      status: 409,
      body: { code: "dispute.item_not_attested", rule: "CROA-9" },
    });
    const { api } = story.service;
    const call = { token: customer.agentToken, body: { facts_are_true: true } };
    expect((await api("POST", `/v1/dispute-items/${item.id}/attest`, call)).status).toBe(403);
  });

  test("attesting needs a fresh second factor", async () => {
    const customer = await story.addCustomer();
    const item = await story.addItem(customer, {}, false);
    const token = await story.service.tokens.customer(customer.standing.customer_id, { steppedUp: false });
    const answer = await story.service.api("POST", `/v1/dispute-items/${item.id}/attest`, {
      token,
      body: { facts_are_true: true },
    });
    expect(answer).toMatchObject({ status: 403, body: { code: "auth.step_up_required" } });
  });

  test("a letter that promises, threatens or shows a full SSN is not rendered, and every finding is named", async () => {
    const customer = await story.addCustomer();
    const facts = ["They guarantee it. My number is 219-45-1234."];
    const round = (await story.addRound(customer, [await story.addItem(customer, { facts })])).body;
    const answer = await story.service.api("POST", `/v1/rounds/${round.id}/letters`, {
      token: customer.agentToken,
      body: {},
    });
    expect(answer).toMatchObject({ status: 422, body: { code: "letter.lint", rule: "CROA-11" } });
    expect(answer.body.errors.map(({ code }: { code: string }) => code)).toEqual([
      "letter.promises",
      "letter.ssn",
    ]);
    expect(await story.read(customer, `/v1/rounds/${round.id}`)).toMatchObject({ state: "draft" });
  });
});

test.each([
  ["evidence.missing", { ground: "settled" }],
  ["evidence.missing", { ground: "identity_theft" }],
  ["dispute.ground_not_allowed", { ground: "inquiry_unauthorised" }],
])("an item is refused with %s: %j", async (code, fields) => {
  const customer = await story.addCustomer();
  await expect(story.addItem(customer, fields)).rejects.toThrow(new RegExp(`422.*${code}`));
});
