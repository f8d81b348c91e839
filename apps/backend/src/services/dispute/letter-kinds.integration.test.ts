import { addBusinessDays, addDays } from "@horizon/calendar";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ApiBody } from "../../testing/api-client.ts";
import {
  type DisputeCustomer,
  type DisputeStory,
  startDisputeStory,
  testDocument,
} from "../../testing/dispute-story.ts";

let story: DisputeStory;
let customer: DisputeCustomer;
beforeAll(async () => {
  story = await startDisputeStory();
  customer = await story.addCustomer();
});
afterAll(() => story.close());

const address = { line1: "1 Bank Plaza", city: "Wilmington", state: "DE", postal_code: "19801" };
const dateOf = (clock: ApiBody, name: string) =>
  clock.dates.find((each: { name: string }) => each.name === name);

/** An item of a round that was answered, attested again for a next one. */
async function addAnsweredItem(outcome: string, next: Record<string, unknown>): Promise<ApiBody> {
  const { api } = story.service;
  const round = await story.addDeliveredRound(customer);
  const [{ item_id: id }] = round.items;
  const token = customer.agentToken;
  await story.confirmAnswer(customer, await story.stageAnswer(customer, round, outcome));
  const requeued = await api("POST", `/v1/dispute-items/${id}/next-round`, { token, body: next });
  expect(requeued).toMatchObject({ status: 200, body: { state: "next_round" } });
  await api("POST", `/v1/dispute-items/${id}/attest`, {
    token: customer.customerToken,
    body: { facts_are_true: true },
  });
  return { id, bureau: "EXP" };
}

async function mailToday(round: ApiBody): Promise<{ letter: ApiBody; clock: ApiBody }> {
  const letter = await story.addApprovedLetter(customer, round);
  const mailed = await story.service.api("POST", `/v1/letters/${letter.id}/mark-mailed`, {
    token: customer.agentToken,
    body: {
      mailed_on: story.service.clock.now().toISOString().slice(0, 10),
      proof_document_id: testDocument,
    },
  });
  expect(mailed.status).toBe(200);
  return { letter, clock: await story.read(customer, `/v1/rounds/${round.id}/clock`) };
}

test("FCRA-9 a bureau that verified is asked how, and has 15 days", async () => {
  const item = await addAnsweredItem("verified", {
    strategy: "method_of_verification",
    basis: "procedural_failure",
  });
  const round = (await story.addRound(customer, [item], { kind: "method_of_verification" })).body;
  const { letter, clock } = await mailToday(round);
  expect(letter.text).toContain("1681i(a)(6)(B)(iii)");
  expect(dateOf(clock, "last_day")).toMatchObject({ rule: "FCRA-9", date: addDays(clock.received_on, 15) });
});

test("FCRA-11 a statement of dispute has at most 100 words, and no deadline", async () => {
  const item = await addAnsweredItem("verified", {
    strategy: "statement_of_dispute",
    basis: "procedural_failure",
  });
  const words = (n: number) => Array.from({ length: n }, () => "never").join(" ");
  const fields = (n: number) => ({ kind: "statement_of_dispute", statement: words(n) });
  expect(await story.addRound(customer, [item], fields(101))).toMatchObject({
    status: 422,
    body: { code: "dispute.statement_too_long", rule: "FCRA-11" },
  });
  const round = await story.addRound(customer, [item], fields(100));
  expect(round.status).toBe(201);
  const patched = await story.service.api("PATCH", `/v1/rounds/${round.body.id}`, {
    token: customer.agentToken,
    ifMatch: 1,
    body: { statement: words(101) },
  });
  expect(patched).toMatchObject({ status: 422, body: { code: "dispute.statement_too_long" } });
  const { letter, clock } = await mailToday(round.body);
  expect(letter.text).toContain(words(100));
  expect(clock).toMatchObject({ statutory: false, last_day: null });
});

test("FCRA-12 a reseller decides in five business days and corrects in twenty", async () => {
  const item = await story.addItem(customer);
  const recipient = { kind: "reseller", name: "Example Reports", address };
  const round = (await story.addRound(customer, [item], { recipient })).body;
  const { clock } = await mailToday(round);
  expect(dateOf(clock, "decide_by")).toMatchObject({
    rule: "FCRA-12",
    date: addBusinessDays(clock.received_on, 5, "WIDE"),
  });
  expect(dateOf(clock, "last_day")).toMatchObject({ rule: "FCRA-12", date: addDays(clock.received_on, 20) });
});

test("FDCPA-1692g a collector is asked to validate; the window is that of its notice, and nobody has a deadline", async () => {
  const item = await story.addItem(customer, { element_kind: "collection", ground: "not_mine" });
  const round = (
    await story.addRound(customer, [item], {
      kind: "validation",
      recipient: { kind: "collector", name: "Example Collections", address },
      validation_notice_on: "2026-11-20",
    })
  ).body;
  const { letter, clock } = await mailToday(round);
  expect(letter.text).toContain("1692g");
  expect(dateOf(clock, "validation_window_ends")).toMatchObject({ date: "2026-12-20", rule: "FDCPA-1692g" });
  expect(clock).toMatchObject({ statutory: false, last_day: null });
});

test("a round that is given up leaves its items attested, for another one", async () => {
  const item = await story.addItem(customer);
  const round = (await story.addRound(customer, [item])).body;
  const closed = await story.service.api("PATCH", `/v1/rounds/${round.id}`, {
    token: customer.agentToken,
    ifMatch: 1,
    body: { state: "closed" },
  });
  expect(closed).toMatchObject({ status: 200, body: { state: "closed" } });
  expect(await story.read(customer, `/v1/dispute-items/${item.id}`)).toMatchObject({
    state: "attested",
    rounds_count: 0,
  });
  expect((await story.addRound(customer, [item])).status).toBe(201);
});

test("a partial answer leaves the rest open, and the last one ends the round", async () => {
  const items = [await story.addItem(customer), await story.addItem(customer)];
  const round = (await story.addRound(customer, items)).body;
  await mailToday(round);
  const answer = async (itemId: string, outcome: string) => {
    const received_on = story.service.clock.now().toISOString().slice(0, 10);
    const items = [{ item_id: itemId, outcome }];
    const staged = await story.stageAnswer(customer, round, outcome, { received_on, items });
    return staged.status === 201 ? story.confirmAnswer(customer, staged) : staged;
  };
  expect((await answer(items[0].id, "deleted")).status).toBe(200);
  // An answer proves receipt, although nobody scanned the delivery.
  expect(await story.read(customer, `/v1/rounds/${round.id}`)).toMatchObject({
    state: "result_partial",
    received_estimated: true,
  });
  expect(await answer(items[0].id, "verified")).toMatchObject({
    status: 422,
    body: { code: "response.items_mismatch" },
  });
  expect((await answer(items[1].id, "verified")).status).toBe(200);
  expect(await story.read(customer, `/v1/rounds/${round.id}`)).toMatchObject({ state: "result_recorded" });
});
