import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { atOnce, statusesOf } from "../../testing/at-once.ts";
import { type DisputeStory, startDisputeStory, testDocument } from "../../testing/dispute-story.ts";

let story: DisputeStory;
beforeAll(async () => {
  story = await startDisputeStory({ DATABASE_POOL_MAX: "8" });
});
afterAll(() => story.close());

test("a double submit with one key makes one round; both get the same answer, or are told to wait", async () => {
  const customer = await story.addCustomer();
  const item = await story.addItem(customer);
  const call = {
    token: customer.agentToken,
    idempotencyKey: randomUUID(),
    body: { recipient: { kind: "bureau", bureau: "EXP" }, item_ids: [item.id] },
  };
  const path = `/v1/customers/${customer.id}/rounds`;
  const answers = await atOnce(20, () => story.service.api("POST", path, call));
  const made = answers.filter(({ status }) => status === 201);
  expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
  for (const answer of answers.filter(({ status }) => status !== 201)) {
    expect(answer).toMatchObject({ status: 409, body: { code: "idempotency.in_progress" } });
  }
  expect((await story.service.api("POST", path, call)).body.id).toBe(made[0]?.body.id);
  expect((await story.service.listEvents("round.draft.v1")).length).toBe(1);
});

test("of several rounds that want the same item at once one gets it", async () => {
  const customer = await story.addCustomer();
  const item = await story.addItem(customer);
  const answers = await atOnce(8, () => story.addRound(customer, [item]));
  expect(statusesOf(answers)).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  for (const { body, status } of answers) if (status === 409) expect(body.code).toBe("dispute.round_open");
});

test("rounds of other items to the same bureau at once: each is made, or told to try again; numbers are never shared", async () => {
  const customer = await story.addCustomer();
  const items = await atOnce(4, () => story.addItem(customer));
  const answers = await atOnce(4, (n) => story.addRound(customer, [items[n]]));
  const numbers = answers.filter(({ status }) => status === 201).map(({ body }) => body.number);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.length).toBeGreaterThan(0);
  for (const { status, body } of answers) if (status !== 201) expect(body.code).toBe("resource.conflict");
});

describe("approval", () => {
  test("by the customer twice at once counts once", async () => {
    const customer = await story.addCustomer();
    const round = (await story.addRound(customer, [await story.addItem(customer)])).body;
    const { api } = story.service;
    const letter = (
      await api("POST", `/v1/rounds/${round.id}/letters`, { token: customer.agentToken, body: {} })
    ).body;
    const answers = await atOnce(6, () =>
      api("POST", `/v1/letters/${letter.id}/approve`, {
        token: customer.customerToken,
        ifMatch: letter.version,
      }),
    );
    expect(statusesOf(answers)).toEqual([200, 412, 412, 412, 412, 412]);
    const approved = await story.service.listEvents("letter.approved.v1");
    expect(
      approved.filter(
        ({ data }) => data.round_id && letter.id.endsWith(String(data.letter_id).replaceAll("-", "")),
      ),
    ).toHaveLength(1);
  });

  test("by the customer and compliance at once: one is told that it changed, and approves after reading again", async () => {
    const customer = await story.addCustomer();
    const { api, tokens } = story.service;
    const item = await story.addItem(customer, {
      ground: "identity_theft",
      facts: ["I did not open this account."],
      evidence: [{ document_id: testDocument, kind: "police_report" }],
    });
    await api("POST", `/v1/customers/${customer.id}/identity-theft-cases`, {
      token: customer.customerToken,
      body: {
        item_ids: [item.id],
        documents: ["identity_document", "police_report"].map((kind) => ({
          document_id: testDocument,
          kind,
        })),
        statement: { not_my_transactions: true, signed_name: "Ada Example" },
      },
    });
    const round = (await story.addRound(customer, [item], { kind: "block_605b" })).body;
    const letter = (
      await api("POST", `/v1/rounds/${round.id}/letters`, { token: customer.agentToken, body: {} })
    ).body;
    const compliance = await tokens.staff("compliance");
    const path = `/v1/letters/${letter.id}/approve`;
    const approve = (token: string, ifMatch: number) => api("POST", path, { token, ifMatch });
    const answers = await Promise.all([approve(customer.customerToken, 1), approve(compliance, 1)]);
    expect(statusesOf(answers)).toEqual([200, 412]);
    const late = answers[0]?.status === 412 ? customer.customerToken : compliance;
    expect(await approve(late, 2)).toMatchObject({ status: 200, body: { state: "approved" } });
  });
});

test("sent by several at once the letter is asked for once", async () => {
  const customer = await story.addCustomer();
  const round = (await story.addRound(customer, [await story.addItem(customer)])).body;
  const letter = await story.addApprovedLetter(customer, round);
  const before = (await story.service.listEvents("letter.send_requested.v1")).length;
  const answers = await atOnce(6, () => story.send(customer, letter));
  expect(statusesOf(answers)).toEqual([202, 409, 409, 409, 409, 409]);
  expect((await story.service.listEvents("letter.send_requested.v1")).length).toBe(before + 1);
  await story.relay();
});

test("an answer that is confirmed by several at once is processed once", async () => {
  const customer = await story.addCustomer();
  const round = await story.addDeliveredRound(customer);
  const staged = await story.stageAnswer(customer, round, "verified");
  const before = (await story.service.listEvents("service.performed.v1")).length;
  const answers = await atOnce(5, () => story.confirmAnswer(customer, staged));
  expect(statusesOf(answers)).toEqual([200, 412, 412, 412, 412]);
  expect((await story.service.listEvents("service.performed.v1")).length).toBe(before + 1);
});

test("two answers about the same item: the first that is confirmed stands, the other is refused", async () => {
  const customer = await story.addCustomer();
  const round = await story.addDeliveredRound(customer);
  const [{ item_id: itemId }] = round.items;
  const byPerson = await story.stageAnswer(customer, round, "verified");
  const byParser = await story.stageAnswer(customer, round, "deleted", { source: "parser" });
  expect((await story.confirmAnswer(customer, byPerson)).status).toBe(200);
  expect((await story.confirmAnswer(customer, byParser)).status).toBe(409);
  expect(await story.read(customer, `/v1/dispute-items/${itemId}`)).toMatchObject({ outcome: "verified" });
});

test("two workers at the clock move each round once, also after days without one, and remind once", async () => {
  const customer = await story.addCustomer();
  const rounds = [await story.addDeliveredRound(customer), await story.addDeliveredRound(customer)];
  const { service } = story;
  const another = await service.startAnother();
  try {
    const [first] = rounds;
    // Nobody ran for three days after the period of both had ended.
    service.clock.set(`${first.overdue_from}T17:00:00Z`);
    service.clock.advanceMs(12 * 24 * 3_600_000);
    await atOnce(4, () => service.runJob("tick-dispute-clocks"));
    await atOnce(4, () => service.runJob("remind-of-dispute-deadlines"));
    for (const { id } of rounds) {
      expect(await story.read(customer, `/v1/rounds/${id}`)).toMatchObject({ state: "overdue" });
      const uuid = id.slice(-32);
      const about = (events: readonly { data: Record<string, unknown> }[]) =>
        events.filter(({ data }) => String(data.round_id).replaceAll("-", "") === uuid);
      expect(about(await service.listEvents("round.overdue.v1"))).toHaveLength(1);
      const reminders = about(await service.listEvents("round.deadline_reminder.v1"));
      expect(reminders.map(({ data }) => data.kind).sort()).toEqual(["overdue", "result_due"]);
    }
    const page = await service.api("GET", "/v1/disputes/overdue?limit=1", { token: customer.agentToken });
    expect(page.body).toMatchObject({ has_more: true, data: [{ state: "overdue" }] });
    const cursor = encodeURIComponent(page.body.next_cursor);
    const rest = await another.api("GET", `/v1/disputes/overdue?limit=1&cursor=${cursor}`, {
      token: customer.agentToken,
    });
    expect(rest.body).toMatchObject({ has_more: false, data: [{ state: "overdue" }] });
    expect(rest.body.data[0].id).not.toBe(page.body.data[0].id);
  } finally {
    await another.stop();
  }
});
