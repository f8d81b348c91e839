import { randomUUID } from "node:crypto";
import { addDays } from "@horizon/calendar";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publicIdOf } from "../../platform/ids.ts";
import {
  type DisputeCustomer,
  type DisputeStory,
  startDisputeStory,
  testDocument,
} from "../../testing/dispute-story.ts";
import { uuidOf } from "../../testing/uuid-of.ts";

let story: DisputeStory;
beforeAll(async () => {
  story = await startDisputeStory();
});
afterAll(() => story.close());

describe("FCRA-1 and FCRA-2 the period of an agency", () => {
  const supplement = (customer: DisputeCustomer, round: { id: string }, receivedOn: string, accept = true) =>
    story.service.api("POST", `/v1/rounds/${round.id}/supplements`, {
      token: customer.agentToken,
      body: {
        document_ids: [testDocument],
        sent_on: story.service.clock.now().toISOString().slice(0, 10),
        received_on: receivedOn,
        accept_extension: accept,
      },
    });

  test("30 days from receipt, each date with its rule", async () => {
    const customer = await story.addCustomer();
    const round = await story.addDeliveredRound(customer);
    const clock = await story.read(customer, `/v1/rounds/${round.id}/clock`);
    expect(clock).toMatchObject({
      statutory: true,
      phase: "in_period",
      received_estimated: false,
      last_day: addDays(round.received_on, 29),
      overdue_from: addDays(round.received_on, 30),
    });
    const rules = Object.fromEntries(
      clock.dates.map(({ name, rule }: Record<string, string>) => [name, rule]),
    );
    expect(rules).toMatchObject({
      last_day: "FCRA-1",
      furnisher_notice_by: "FCRA-4",
      expedited_until: "FCRA-10",
      notice_by: "FCRA-8",
      no_response_from: "FCRA-8",
    });
  });

  test.each([
    ["day 29", 28, 201],
    ["day 30", 29, 201],
    ["day 31", 30, 409],
  ])("FCRA-2 a supplement that arrives on %s", async (_day, offset, status) => {
    const customer = await story.addCustomer();
    const round = await story.addDeliveredRound(customer);
    const arrives = addDays(round.received_on, offset);
    if (status === 201) {
      // First the warning, with both dates and without any effect.
      expect(await supplement(customer, round, arrives, false)).toMatchObject({
        status: 409,
        body: {
          code: "dispute.supplement_extends",
          rule: "FCRA-2",
          last_day: addDays(round.received_on, 29),
          last_day_after: addDays(round.received_on, 44),
        },
      });
      expect(await story.read(customer, `/v1/rounds/${round.id}`)).toMatchObject({
        state: "awaiting_result",
      });
    }
    const answer = await supplement(customer, round, arrives);
    expect(answer.status).toBe(status);
    const after = await story.read(customer, `/v1/rounds/${round.id}`);
    if (status === 409) {
      expect(answer.body).toMatchObject({ code: "dispute.supplement_too_late", rule: "FCRA-2" });
      expect(after).toEqual(round);
      return;
    }
    expect(after).toMatchObject({
      state: "extended",
      extended: true,
      last_day: addDays(round.received_on, 44),
    });
    // A second one adds nothing.
    expect(await supplement(customer, round, arrives, false)).toMatchObject({
      status: 201,
      body: { extended: false, round: { last_day: addDays(round.received_on, 44) } },
    });
  });

  test("FCRA-3 after the free annual disclosure 45 days, and a supplement buys nothing", async () => {
    const customer = await story.addCustomer();
    const round = await story.addDeliveredRound(customer, {}, { source_report_kind: "annual_free" });
    expect(round).toMatchObject({ last_day: addDays(round.received_on, 45) });
    const answer = await supplement(customer, round, addDays(round.received_on, 20), false);
    expect(answer).toMatchObject({
      status: 201,
      body: { extended: false, round: { last_day: round.last_day } },
    });
  });

  test("FCRA-8 no answer is claimed before notice and mail had their time", async () => {
    const customer = await story.addCustomer();
    const { api, clock } = story.service;
    const now = clock.now().toISOString();
    const round = await story.addDeliveredRound(customer);
    const [{ item_id: itemId }] = round.items;
    const claim = () =>
      api("POST", `/v1/rounds/${round.id}/responses`, {
        token: customer.agentToken,
        body: { source: "no_response", items: [{ item_id: itemId }] },
      });
    const noon = (date: string) => clock.set(`${date}T17:00:00Z`);

    noon(round.last_day);
    await story.service.runJob("tick-dispute-clocks");
    expect(await claim()).toMatchObject({ status: 409, body: { code: "dispute.no_response_too_early" } });
    noon(round.overdue_from);
    await story.service.runJob("tick-dispute-clocks");
    expect(await story.read(customer, `/v1/rounds/${round.id}`)).toMatchObject({ state: "overdue" });
    expect(await story.read(customer, `/v1/rounds/${round.id}/clock`)).toMatchObject({
      phase: "awaiting_notice",
    });
    noon(addDays(round.no_response_from, -1));
    expect(await claim()).toMatchObject({
      status: 409,
      body: { code: "dispute.no_response_too_early", rule: "FCRA-8" },
    });
    const proposals = async () => {
      await story.service.runJob("propose-no-response");
      return (await story.read(customer, "/v1/disputes/dashboard")).tasks;
    };
    expect(await proposals()).toEqual([]);

    noon(round.no_response_from);
    const proposed = [expect.objectContaining({ kind: "no_response_proposed", round_id: round.id })];
    expect(await proposals()).toEqual(proposed);
    expect(await proposals()).toEqual(proposed);
    // Proposed to a person, claimed by none.
    expect(await story.read(customer, `/v1/dispute-items/${itemId}`)).toMatchObject({
      state: "investigating",
    });
    const claimed = await claim();
    expect(claimed.status).toBe(201);
    const confirmed = await api("POST", `/v1/responses/${claimed.body.id}/confirm`, {
      token: customer.agentToken,
      ifMatch: claimed.body.version,
    });
    expect(confirmed.status).toBe(200);
    expect(await story.read(customer, `/v1/dispute-items/${itemId}`)).toMatchObject({
      state: "no_response",
      outcome: "no_response",
    });
    // Saying that nothing came is no response that was processed.
    const performed = await story.service.listEvents("service.performed.v1");
    expect(performed.filter(({ data }) => data.subject_id === uuidOf(claimed.body.id))).toEqual([]);
    clock.set(now);
  });
});

test("FCRA-7 what was deleted and is in the file again becomes a draft of a reinsertion dispute, once", async () => {
  const customer = await story.addCustomer();
  const { api } = story.service;
  const elementId = randomUUID();
  const round = await story.addDeliveredRound(customer, {}, { element_id: publicIdOf("elm", elementId) });
  const [{ item_id: itemId }] = round.items;
  const received = story.service.clock.now().toISOString().slice(0, 10);
  const staged = await story.stageAnswer(customer, round, "deleted", { received_on: received });
  await story.confirmAnswer(customer, staged);
  expect(await story.read(customer, `/v1/dispute-items/${itemId}`)).toMatchObject({ state: "resolved" });

  const data = {
    customer_id: customer.standing.customer_id,
    report_id: randomUUID(),
    element_kind: "tradeline",
    element_id: randomUUID(),
    deleted_element_id: elementId,
    item_id: uuidOf(itemId),
    bureau: "EXP",
    // A Wednesday; Veterans Day and a weekend do not lie between.
    first_seen_on: "2027-02-17",
    notice_due_on: "2027-02-24",
  };
  expect((await story.service.deliver({ type: "tradeline.reinserted.v1", data })).ok).toBe(true);
  expect((await story.service.deliver({ type: "tradeline.reinserted.v1", data })).ok).toBe(true);
  expect(await story.read(customer, `/v1/dispute-items/${itemId}`)).toMatchObject({
    state: "reinserted",
    ground: "reinserted",
    element_id: publicIdOf("elm", data.element_id),
  });
  const dashboard = await story.read(customer, "/v1/disputes/dashboard");
  expect(dashboard.tasks).toEqual([
    expect.objectContaining({ kind: "reinsertion_review", item_id: itemId, due_on: "2027-02-24" }),
  ]);
  const events = await story.service.listEvents("dispute_item.reinserted.v1");
  expect(events.filter((event) => event.data.item_id === uuidOf(itemId))).toHaveLength(1);

  // It is sent after the customer attested it, as a reinsertion dispute.
  const item = { id: itemId, bureau: "EXP" };
  expect((await story.addRound(customer, [item], { kind: "reinsertion_dispute" })).status).toBe(409);
  const token = customer.customerToken;
  await api("POST", `/v1/dispute-items/${itemId}/attest`, { token, body: { facts_are_true: true } });
  const again = await story.addRound(customer, [item], { kind: "reinsertion_dispute" });
  expect(again).toMatchObject({ status: 201, body: { kind: "reinsertion_dispute", number: 2 } });
});

describe("FCRA-5 a frivolous determination", () => {
  test("ends the round; the next one needs a cure", async () => {
    const customer = await story.addCustomer();
    const { api } = story.service;
    const token = customer.agentToken;
    const round = await story.addDeliveredRound(customer);
    const [{ item_id: itemId }] = round.items;
    await story.confirmAnswer(customer, await story.stageAnswer(customer, round, "frivolous"));
    const cure = async () =>
      (await story.read(customer, "/v1/disputes/dashboard")).tasks.filter(
        ({ kind }: { kind: string }) => kind === "cure_frivolous",
      );
    expect(await cure()).toHaveLength(1);
    const next = (body: object) =>
      api("POST", `/v1/dispute-items/${itemId}/next-round`, {
        token,
        body: { strategy: "new_evidence", basis: "new_evidence", ...body },
      });
    expect(await next({})).toMatchObject({
      status: 409,
      body: { code: "dispute.cure_required", rule: "FCRA-5" },
    });
    const cured = await next({ evidence: [{ document_id: testDocument, kind: "account_statement" }] });
    expect(cured).toMatchObject({ status: 200, body: { state: "next_round" } });
    expect(await cure()).toHaveLength(0);
    expect(await story.read(customer, `/v1/rounds/${round.id}`)).toMatchObject({ state: "closed" });
    const item = { id: itemId, bureau: "EXP" };
    expect((await story.addRound(customer, [item])).status).toBe(409);
    await api("POST", `/v1/dispute-items/${itemId}/attest`, {
      token: customer.customerToken,
      body: { facts_are_true: true },
    });
    expect(await story.addRound(customer, [item])).toMatchObject({ status: 201, body: { number: 2 } });
  });
});

test("FCRA-14 obsolescence is claimed from the statute's day on, not from the bureaus'", async () => {
  const customer = await story.addCustomer();
  const { clock } = story.service;
  const now = clock.now().toISOString();
  const obsolete = {
    element_kind: "collection",
    ground: "obsolete",
    adverse: { kind: "collection_or_charge_off", since: "2019-06-15" },
  };
  clock.set("2026-12-11T17:00:00Z");
  await expect(story.addItem(customer, obsolete)).rejects.toThrow(
    /dispute.not_obsolete.*2026-12-12.*FCRA-14/,
  );
  clock.set("2026-12-12T17:00:00Z");
  expect(await story.addItem(customer, obsolete)).toMatchObject({ state: "attested" });
  clock.set(now);
});
