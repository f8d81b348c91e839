import { randomUUID } from "node:crypto";
import { addDays } from "@horizon/calendar";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publicIdOf } from "../../platform/ids.ts";
import { type DisputeCustomer, type DisputeStory, startDisputeStory } from "../../testing/dispute-story.ts";

let story: DisputeStory;
beforeAll(async () => {
  story = await startDisputeStory();
});
afterAll(() => story.close());

const document = `doc_${"d".repeat(32)}`;
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
const uuidOf = (id: string) => id.slice(-32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

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
    const byHand = { mailed_on: "2026-11-30", proof_document_id: document };
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

describe("FCRA-1 and FCRA-2 the period of an agency", () => {
  const supplement = (customer: DisputeCustomer, round: { id: string }, receivedOn: string, accept = true) =>
    story.service.api("POST", `/v1/rounds/${round.id}/supplements`, {
      token: customer.agentToken,
      body: {
        document_ids: [document],
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
  const staged = await api("POST", `/v1/rounds/${round.id}/responses`, {
    token: customer.agentToken,
    body: {
      source: "mail",
      received_on: received,
      document_id: document,
      items: [{ item_id: itemId, outcome: "deleted" }],
    },
  });
  await api("POST", `/v1/responses/${staged.body.id}/confirm`, { token: customer.agentToken, ifMatch: 1 });
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

describe("FCRA-16 a block of identity theft", () => {
  const theft = (reportKind: string) => ({
    ground: "identity_theft",
    facts: ["I did not open this account."],
    evidence: [{ document_id: document, kind: reportKind }],
  });
  const open = (
    customer: DisputeCustomer,
    itemIds: readonly string[],
    kinds: readonly string[],
    signed = true,
  ) =>
    story.service.api("POST", `/v1/customers/${customer.id}/identity-theft-cases`, {
      token: customer.customerToken,
      body: {
        item_ids: itemIds,
        documents: kinds.map((kind) => ({ document_id: document, kind })),
        statement: { not_my_transactions: signed, signed_name: "Ada Example" },
      },
    });

  test("is refused without police or FTC report, and every gap is named", async () => {
    const customer = await story.addCustomer();
    const item = await story.addItem(customer, theft("police_report"));
    const refused = await open(customer, [item.id], ["identity_document"], false);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "fcra.605b_incomplete", rule: "FCRA-16" },
    });
    expect(refused.body.errors.map(({ code }: { code: string }) => code)).toEqual([
      "identity_theft_report_missing",
      "statement_missing",
    ]);
    expect(await story.addRound(customer, [item], { kind: "block_605b" })).toMatchObject({
      status: 409,
      body: { code: "fcra.605b_incomplete" },
    });
  });

  test("goes out with its packet, after the customer and compliance approved; four business days", async () => {
    const customer = await story.addCustomer();
    const { api, tokens } = story.service;
    const item = await story.addItem(customer, theft("ftc_identity_theft_report"));
    expect((await open(customer, [item.id], ["identity_document", "police_report"])).status).toBe(201);
    const round = (await story.addRound(customer, [item], { kind: "block_605b" })).body;
    const letter = await story.addApprovedLetter(customer, round);
    expect(letter).toMatchObject({ state: "rendered", approved_by: ["customer"] });
    expect(letter.text).toContain("1681c-2");
    expect(await story.send(customer, letter)).toMatchObject({
      status: 409,
      body: { code: "state.invalid_transition" },
    });
    const approved = await api("POST", `/v1/letters/${letter.id}/approve`, {
      token: await tokens.staff("compliance"),
      ifMatch: letter.version,
    });
    expect(approved).toMatchObject({ status: 200, body: { state: "approved" } });
    expect((await story.send(customer, letter, "manual")).status).toBe(202);
    const today = story.service.clock.now().toISOString().slice(0, 10);
    await api("POST", `/v1/letters/${letter.id}/mark-mailed`, {
      token: customer.agentToken,
      body: { mailed_on: today, proof_document_id: document },
    });
    const clock = await story.read(customer, `/v1/rounds/${round.id}/clock`);
    expect(clock.dates.find(({ name }: { name: string }) => name === "last_day")).toMatchObject({
      rule: "FCRA-16",
      calendar: "WIDE",
    });
  });
});

describe("FCRA-19 and FCRA-20 letters to furnishers", () => {
  const furnisher = {
    kind: "furnisher",
    name: "Example Bank",
    address: { line1: "1 Bank Plaza", city: "Wilmington", state: "DE", postal_code: "19801" },
  };
  const direct = { kind: "direct_dispute", recipient: furnisher };

  test("FCRA-20 have no legal deadline anywhere, and a reminder that says so", async () => {
    const customer = await story.addCustomer();
    const round = await story.addDeliveredRound(customer, direct);
    expect(round).toMatchObject({
      state: "awaiting_result",
      last_day: null,
      overdue_from: null,
      no_response_from: null,
      follow_up_on: addDays(round.received_on, 45),
    });
    const clock = await story.read(customer, `/v1/rounds/${round.id}/clock`);
    expect(clock).toMatchObject({ statutory: false, phase: "no_deadline", last_day: null });
    expect(clock.dates.at(-1)).toMatchObject({
      rule: "FCRA-20",
      basis: "no legal deadline: our own reminder",
    });
    const sent = story.provider.letters().at(-1);
    expect(sent?.request.to).toMatchObject({ name: "Example Bank", address_zip: "19801" });
    // The clock never makes it overdue, and no answer can never be claimed.
    const { clock: time, api } = story.service;
    const now = time.now().toISOString();
    time.set("2027-12-01T17:00:00Z");
    await story.service.runJob("tick-dispute-clocks");
    expect(await story.read(customer, `/v1/rounds/${round.id}`)).toMatchObject({ state: "awaiting_result" });
    const claim = await api("POST", `/v1/rounds/${round.id}/responses`, {
      token: customer.agentToken,
      body: { source: "no_response", items: [{ item_id: round.items[0].item_id }] },
    });
    expect(claim).toMatchObject({ status: 409, body: { code: "dispute.no_response_too_early" } });
    time.set(now);
  });

  test("FCRA-20 the database itself holds no deadline for a furnisher", async () => {
    const customer = await story.addCustomer();
    const round = (await story.addRound(customer, [await story.addItem(customer)], direct)).body;
    await expect(
      story.service.sql("UPDATE dispute.round SET last_day = '2027-01-01' WHERE id = $1", [uuidOf(round.id)]),
    ).rejects.toThrow(/round_no_deadline_for_furnishers/);
  });

  test("FCRA-20 a template that sets a furnisher a deadline is not published", async () => {
    const { api, tokens } = story.service;
    const token = await tokens.staff("compliance");
    const body = "Dear furnisher, {{ customer.name }} expects your answer within 30 days.";
    const draft = await api("POST", "/v1/letter-templates", {
      token,
      body: { kind: "direct_dispute", body },
    });
    expect(draft).toMatchObject({ status: 201, body: { number: 2, state: "draft" } });
    const path = `/v1/letter-templates/${draft.body.id}`;
    const published = await api("POST", `${path}/publish`, { token, ifMatch: 1 });
    expect(published).toMatchObject({ status: 422, body: { code: "letter.lint", rule: "FCRA-20" } });
    expect((await api("DELETE", path, { token, ifMatch: 1 })).status).toBe(204);
  });

  test("FCRA-19 what a furnisher need not look into is not sent to one", async () => {
    const customer = await story.addCustomer();
    const item = await story.addItem(customer, { element_kind: "inquiry", ground: "inquiry_unauthorised" });
    expect(await story.addRound(customer, [item], direct)).toMatchObject({
      status: 422,
      body: { code: "dispute.ground_not_allowed", rule: "FCRA-19" },
    });
  });
});

describe("FCRA-5 a frivolous determination", () => {
  test("ends the round; the next one needs a cure", async () => {
    const customer = await story.addCustomer();
    const { api } = story.service;
    const token = customer.agentToken;
    const round = await story.addDeliveredRound(customer);
    const [{ item_id: itemId }] = round.items;
    const staged = await api("POST", `/v1/rounds/${round.id}/responses`, {
      token,
      body: {
        source: "mail",
        received_on: round.received_on,
        document_id: document,
        items: [{ item_id: itemId, outcome: "frivolous" }],
      },
    });
    await api("POST", `/v1/responses/${staged.body.id}/confirm`, { token, ifMatch: 1 });
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
    const cured = await next({ evidence: [{ document_id: document, kind: "account_statement" }] });
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

test.each([
  ["evidence.missing", { ground: "settled" }],
  ["evidence.missing", { ground: "identity_theft" }],
  ["dispute.ground_not_allowed", { ground: "inquiry_unauthorised" }],
])("an item is refused with %s: %j", async (code, fields) => {
  const customer = await story.addCustomer();
  await expect(story.addItem(customer, fields)).rejects.toThrow(new RegExp(`422.*${code}`));
});
