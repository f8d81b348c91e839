import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { publicIdOf } from "../../platform/ids.ts";
import { type BillingStory, startBillingStory } from "../../testing/billing-story.ts";
import { uuidOf } from "../../testing/uuid-of.ts";

let story: BillingStory;
beforeAll(async () => {
  story = await startBillingStory();
});
beforeEach(() => story.service.clock.set("2026-11-30T15:00:00.000Z"));
afterAll(() => story.close());

describe("CROA-8 nothing is billed before it is performed", () => {
  test("legal test 4: an unperformed service is refused; performed, it is billed once, whoever asks and however often", async () => {
    const person = await story.addCustomer();
    expect(await story.bill(person)).toMatchObject({
      status: 409,
      body: { code: "croa.not_performed", rule: "CROA-8" },
    });
    await story.perform(person);
    const key = randomUUID();
    const answers = await Promise.all([
      story.bill(person, { idempotencyKey: key }),
      story.bill(person),
      story.bill(person),
    ]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
    const [row] = await story.service.sql(
      `SELECT count(*)::int AS n FROM billing.invoice_line l JOIN billing.invoice i ON i.id = l.invoice_id WHERE i.customer_id = $1`,
      [person.standing.customer_id],
    );
    expect(row).toEqual({ n: 1 });
  });

  test("the same performance told twice is one", async () => {
    const person = await story.addCustomer();
    const performance_id = await story.perform(person);
    await story.perform(person, { performance_id });
    expect((await story.bill(person)).body.total).toEqual({ amount: 5_900, currency: "USD" });
  });

  test.each([
    ["an unknown performance", async () => [publicIdOf("per", randomUUID())]],
    ["another customer's", async () => [publicIdOf("per", await story.perform(await story.addCustomer()))]],
  ])("%s cannot be billed", async (_name, ids) => {
    const person = await story.addCustomer();
    const answer = await story.bill(person, {
      body: { customer_id: person.id, performance_ids: await ids() },
    });
    expect(answer).toMatchObject({ status: 409, body: { code: "croa.not_performed" } });
  });

  test("CROA-3 more than the total that the contract states is never billed", async () => {
    const person = await story.addCustomer();
    for (let n = 0; n < 7; n += 1) await story.perform(person);
    expect((await story.bill(person)).body.total.amount).toBe(6 * 5_900);
    expect(await story.bill(person)).toMatchObject({
      status: 409,
      body: { code: "croa.total_reached", rule: "CROA-3" },
    });
    await story.service.runJob("invoice-performances");
    const list = await story.service.api("GET", `/v1/customers/${person.id}/invoices`, {
      token: person.token,
    });
    expect(list.body.data).toHaveLength(1);
  });

  test("what the contract has no price for is never billed", async () => {
    const person = await story.addCustomer();
    await story.perform(person, { line_id: null });
    expect((await story.bill(person)).status).toBe(409);
  });
});

describe("the guard", () => {
  test.each([
    ["CROA-5 in the window", { cancel_deadline_at: "2026-12-01T05:00:00.000Z" }, "contract.in_cancel_window"],
    ["CROA-12 a void contract", { status: "void" as const }, "contract.void"],
    ["CROA-3 only signed", { status: "signed" as const }, "contract.not_in_force"],
    ["CROA-6 before the hold ended", { service_not_before: "2026-11-21" }, "croa.service_hold"],
    ["legal test 5, TSR-1: sold by phone", { sale_channel: "phone" as const }, "tsr.six_months"],
  ])("%s: refused, explained, and nothing is written", async (_name, contract, code) => {
    const person = await story.addCustomer(contract);
    await story.perform(person);
    expect(await story.bill(person)).toMatchObject({ status: 409, body: { code } });
    const { body } = await story.service.api("GET", `/v1/billing/eligibility?customer_id=${person.id}`, {
      token: person.token,
    });
    expect(body.eligible).toBe(false);
    expect(body.checks).toContainEqual(
      expect.objectContaining({ code, passed: false, rule: expect.any(String) }),
    );
    const list = await story.service.api("GET", `/v1/customers/${person.id}/invoices`, {
      token: person.token,
    });
    expect(list.body.data).toEqual([]);
  });

  test("legal test 5, TSR-1: after the promised time and with a report of more than six months it may be billed", async () => {
    const person = await story.addCustomer({ sale_channel: "phone" });
    await story.perform(person);
    story.service.clock.set("2027-12-01T15:00:00.000Z");
    const compliance = await story.service.tokens.staff("compliance");
    const prove = (issued_on: string) =>
      story.service.api("POST", `/v1/customers/${person.id}/result-proofs`, {
        token: compliance,
        body: { document_id: publicIdOf("doc", randomUUID()), result_on: "2027-01-15", issued_on },
      });
    expect(await prove("2027-07-15")).toMatchObject({ status: 422, body: { code: "tsr.too_early" } });
    expect((await story.bill(person)).body.code).toBe("tsr.six_months");
    expect((await prove("2027-07-16")).status).toBe(201);
    expect((await story.bill(person)).status).toBe(201);
  });

  test("TSR-3 without consent to the report there is no proof", async () => {
    const person = await story.addCustomer({ sale_channel: "phone" });
    story.service.standings.set(person.standing.customer_id, {
      consents: { report_access: false, esign: true, marketing_email: false },
    });
    story.service.clock.set("2027-12-01T15:00:00.000Z");
    const answer = await story.service.api("POST", `/v1/customers/${person.id}/result-proofs`, {
      token: await story.service.tokens.staff("compliance"),
      body: {
        document_id: publicIdOf("doc", randomUUID()),
        result_on: "2027-01-15",
        issued_on: "2027-08-01",
      },
    });
    expect(answer).toMatchObject({ status: 409, body: { rule: "TSR-3" } });
  });

  test("is asked again when the card is charged: a contract cancelled meanwhile costs nothing", async () => {
    const person = await story.addCustomer();
    await story.addCard(person);
    const invoice = await story.addFinalizedInvoice(person);
    await story.service.api("POST", `/v1/invoices/${invoice.id}/charge`, { token: story.token });
    const { contract } = person.standing;
    if (contract)
      story.service.standings.set(person.standing.customer_id, {
        contract: { ...contract, status: "cancelled_in_window" },
      });
    const before = story.provider.listCharges().length;
    const asItWas = await story.readInvoice(invoice.id);
    await story.relay("payment.requested.v1");
    expect(story.provider.listCharges()).toHaveLength(before);
    const { body } = await story.service.api("GET", `/v1/invoices/${invoice.id}/payments`, {
      token: story.token,
    });
    const [payment] = body.data;
    expect(payment).toMatchObject({ state: "failed", failure_code: "contract.not_in_force" });
    // Nobody tells them of a card that failed, and nothing is past due.
    const events = (await story.service.listEvents()).filter(
      ({ data }) => data.payment_id === uuidOf(payment.id),
    );
    expect(events.map(({ type }) => type)).toEqual(["payment.requested.v1", "payment.given_up.v1"]);
    expect(await story.readInvoice(invoice.id)).toEqual(asItWas);
  });
});
