import { addDays } from "@horizon/calendar";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

describe("FCRA-16 a block of identity theft", () => {
  const theft = (reportKind: string) => ({
    ground: "identity_theft",
    facts: ["I did not open this account."],
    evidence: [{ document_id: testDocument, kind: reportKind }],
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
        documents: kinds.map((kind) => ({ document_id: testDocument, kind })),
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
      body: { mailed_on: today, proof_document_id: testDocument },
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
