import { randomUUID } from "node:crypto";
import type { CustomerStanding } from "@horizon/contracts/backend";
import { type ProviderServer, startProviderServer } from "@horizon/lab/providers";
import { createPaymentsProvider, type PaymentsProvider } from "@horizon/lab/providers/payments";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { publicIdOf } from "../../platform/ids.ts";
import { startTestService, type TestService } from "../../testing/start-test-service.ts";
import { uuidOf } from "../../testing/uuid-of.ts";
import { startBilling } from "./app.ts";
import type { BillingContext } from "./context.ts";
import { invoiceMachine } from "./domain/machines.ts";
import { parseBillingEnv } from "./env.ts";

const webhook = { url: "", secret: "whsec_test" };
let provider: PaymentsProvider;
let providers: ProviderServer;
let service: TestService<BillingContext>;
let billing: string;

beforeAll(async () => {
  provider = createPaymentsProvider({ apiKey: "sk_test_1", webhook });
  providers = await startProviderServer({ port: 0, mounts: { v1: provider.handleMounted("/v1") } });
  service = await startTestService({
    name: "billing-service",
    start: (env, overrides) => startBilling(parseBillingEnv(env), overrides),
    env: {
      STRIPE_API_KEY: "sk_test_1",
      STRIPE_WEBHOOK_SECRET: webhook.secret,
      STRIPE_API_URL: providers.url,
    },
  });
  webhook.url = `${service.url}/v1/webhooks/stripe`;
  billing = await service.tokens.staff("billing");
});
beforeEach(() => service.clock.set("2026-11-30T15:00:00.000Z"));
afterAll(async () => {
  await service.close();
  await providers.close();
});

interface Someone {
  standing: CustomerStanding;
  id: string;
  token: string;
}

async function someone(fields: Partial<NonNullable<CustomerStanding["contract"]>> = {}): Promise<Someone> {
  const standing = service.standings.add();
  if (standing.contract)
    service.standings.set(standing.customer_id, { contract: { ...standing.contract, ...fields } });
  return {
    standing,
    id: publicIdOf("cus", standing.customer_id),
    token: await service.tokens.customer(standing.customer_id),
  };
}

async function perform({ standing }: Someone, fields: Record<string, unknown> = {}): Promise<string> {
  const performanceId = randomUUID();
  const line = standing.contract?.lines.find(({ kind }) => kind === "round_mailed");
  const result = await service.deliver({
    type: "service.performed.v1",
    aggregateId: performanceId,
    data: {
      customer_id: standing.customer_id,
      performance_id: performanceId,
      contract_id: standing.contract?.contract_id,
      line_id: line?.line_id,
      kind: "round_mailed",
      subject_id: randomUUID(),
      completed_at: "2026-11-20T12:00:00.000Z",
      ...fields,
    },
  });
  expect(result).toMatchObject({ ok: true });
  return performanceId;
}

const bill = ({ id }: Someone, call: object = {}) =>
  service.api("POST", "/v1/invoices", { token: billing, body: { customer_id: id }, ...call });
const addCard = ({ id, token }: Someone, card = "pm_card_visa") =>
  service.api("POST", `/v1/customers/${id}/payment-methods`, { token, body: { token: card } });

async function finalized(person: Someone) {
  await perform(person);
  const { body, etag } = await bill(person);
  const done = await service.api("POST", `/v1/invoices/${body.id}/finalize`, {
    token: billing,
    ifMatch: etag ?? 0,
  });
  expect(done.status).toBe(200);
  return { id: body.id as string, etag: done.etag ?? 0 };
}

/** Delivers the wishes in the outbox, as worker-service would. */
async function relay(type: string): Promise<void> {
  const open = await service.sql(
    `SELECT e.id, e.type, e.aggregate_id, e.data FROM billing.outbox_event e JOIN billing.outbox_delivery d ON d.event_id = e.id
      WHERE d.state = 'pending' AND e.type = $1 ORDER BY e.seq`,
    [type],
  );
  for (const { id, aggregate_id, data } of open) {
    const result = await service.deliver({
      type,
      id: String(id),
      aggregateId: String(aggregate_id),
      data: data as Record<string, unknown>,
    });
    if (result.ok)
      await service.sql("UPDATE billing.outbox_delivery SET state = 'delivered' WHERE event_id = $1", [id]);
  }
}

async function paidInvoice(person: Someone) {
  await addCard(person);
  const invoice = await finalized(person);
  const { body: payment } = await service.api("POST", `/v1/invoices/${invoice.id}/charge`, {
    token: billing,
  });
  await relay("payment.requested.v1");
  return { invoiceId: invoice.id, paymentId: payment.id as string };
}

const invoiceOf = async (id: string) =>
  (await service.api("GET", `/v1/invoices/${id}`, { token: billing })).body;

describe("CROA-8 nothing is billed before it is performed", () => {
  test("legal test 4: an unperformed service is refused; performed, it is billed once, whoever asks and however often", async () => {
    const person = await someone();
    expect(await bill(person)).toMatchObject({
      status: 409,
      body: { code: "croa.not_performed", rule: "CROA-8" },
    });
    await perform(person);
    const key = randomUUID();
    const answers = await Promise.all([bill(person, { idempotencyKey: key }), bill(person), bill(person)]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
    const [row] = await service.sql(
      `SELECT count(*)::int AS n FROM billing.invoice_line l JOIN billing.invoice i ON i.id = l.invoice_id WHERE i.customer_id = $1`,
      [person.standing.customer_id],
    );
    expect(row).toEqual({ n: 1 });
  });

  test("the same performance told twice is one", async () => {
    const person = await someone();
    const performance_id = await perform(person);
    await perform(person, { performance_id });
    expect((await bill(person)).body.total).toEqual({ amount: 5_900, currency: "USD" });
  });

  test.each([
    ["an unknown performance", async () => [publicIdOf("per", randomUUID())]],
    ["another customer's", async () => [publicIdOf("per", await perform(await someone()))]],
  ])("%s cannot be billed", async (_name, ids) => {
    const person = await someone();
    const answer = await bill(person, { body: { customer_id: person.id, performance_ids: await ids() } });
    expect(answer).toMatchObject({ status: 409, body: { code: "croa.not_performed" } });
  });

  test("CROA-3 more than the total that the contract states is never billed", async () => {
    const person = await someone();
    for (let n = 0; n < 7; n += 1) await perform(person);
    expect((await bill(person)).body.total.amount).toBe(6 * 5_900);
    expect(await bill(person)).toMatchObject({
      status: 409,
      body: { code: "croa.total_reached", rule: "CROA-3" },
    });
    await service.runJob("invoice-performances");
    const list = await service.api("GET", `/v1/customers/${person.id}/invoices`, { token: person.token });
    expect(list.body.data).toHaveLength(1);
  });

  test("what the contract has no price for is never billed", async () => {
    const person = await someone();
    await perform(person, { line_id: null });
    expect((await bill(person)).status).toBe(409);
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
    const person = await someone(contract);
    await perform(person);
    expect(await bill(person)).toMatchObject({ status: 409, body: { code } });
    const { body } = await service.api("GET", `/v1/billing/eligibility?customer_id=${person.id}`, {
      token: person.token,
    });
    expect(body.eligible).toBe(false);
    expect(body.checks).toContainEqual(
      expect.objectContaining({ code, passed: false, rule: expect.any(String) }),
    );
    const list = await service.api("GET", `/v1/customers/${person.id}/invoices`, { token: person.token });
    expect(list.body.data).toEqual([]);
  });

  test("legal test 5, TSR-1: after the promised time and with a report of more than six months it may be billed", async () => {
    const person = await someone({ sale_channel: "phone" });
    await perform(person);
    service.clock.set("2027-12-01T15:00:00.000Z");
    const compliance = await service.tokens.staff("compliance");
    const prove = (issued_on: string) =>
      service.api("POST", `/v1/customers/${person.id}/result-proofs`, {
        token: compliance,
        body: { document_id: publicIdOf("doc", randomUUID()), result_on: "2027-01-15", issued_on },
      });
    expect(await prove("2027-07-15")).toMatchObject({ status: 422, body: { code: "tsr.too_early" } });
    expect((await bill(person)).body.code).toBe("tsr.six_months");
    expect((await prove("2027-07-16")).status).toBe(201);
    expect((await bill(person)).status).toBe(201);
  });

  test("TSR-3 without consent to the report there is no proof", async () => {
    const person = await someone({ sale_channel: "phone" });
    service.standings.set(person.standing.customer_id, {
      consents: { report_access: false, esign: true, marketing_email: false },
    });
    service.clock.set("2027-12-01T15:00:00.000Z");
    const answer = await service.api("POST", `/v1/customers/${person.id}/result-proofs`, {
      token: await service.tokens.staff("compliance"),
      body: {
        document_id: publicIdOf("doc", randomUUID()),
        result_on: "2027-01-15",
        issued_on: "2027-08-01",
      },
    });
    expect(answer).toMatchObject({ status: 409, body: { rule: "TSR-3" } });
  });

  test("is asked again when the card is charged: a contract cancelled meanwhile costs nothing", async () => {
    const person = await someone();
    await addCard(person);
    const invoice = await finalized(person);
    await service.api("POST", `/v1/invoices/${invoice.id}/charge`, { token: billing });
    const { contract } = person.standing;
    if (contract)
      service.standings.set(person.standing.customer_id, {
        contract: { ...contract, status: "cancelled_in_window" },
      });
    const before = provider.listCharges().length;
    await relay("payment.requested.v1");
    expect(provider.listCharges()).toHaveLength(before);
    const { body } = await service.api("GET", `/v1/invoices/${invoice.id}/payments`, { token: billing });
    expect(body.data[0]).toMatchObject({ state: "failed", failure_code: "contract.not_in_force" });
  });
});

describe("charging", () => {
  test("a card is charged once, the invoice is paid, and the books sum to zero", async () => {
    const person = await someone();
    const before = provider.listCharges().length;
    const { invoiceId, paymentId } = await paidInvoice(person);
    expect(await invoiceOf(invoiceId)).toMatchObject({ state: "paid", next_charge_on: null });
    expect(provider.listCharges().slice(before)).toEqual([expect.objectContaining({ amount: 5_900 })]);
    const { body: payment } = await service.api("GET", `/v1/payments/${paymentId}`, { token: person.token });
    expect(payment).toMatchObject({ state: "succeeded", attempt: 1 });
    const { body: books } = await service.api("GET", "/v1/reports/revenue", { token: billing });
    expect(books.sum.amount).toBe(0);
    expect(books.balances.cash.amount).toBeGreaterThanOrEqual(5_900);
  });

  test("two who charge at once: one payment; a charged invoice is not charged again", async () => {
    const person = await someone();
    await addCard(person);
    const invoice = await finalized(person);
    const charge = () => service.api("POST", `/v1/invoices/${invoice.id}/charge`, { token: billing });
    const statuses = (await Promise.all([charge(), charge(), charge()])).map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(1);
    await relay("payment.requested.v1");
    expect((await charge()).status).toBe(409);
  });

  test("a provider's reply that is lost charges nothing twice", async () => {
    const person = await someone();
    await addCard(person);
    const invoice = await finalized(person);
    await service.api("POST", `/v1/invoices/${invoice.id}/charge`, { token: billing });
    const before = provider.listCharges().length;
    provider.faults.loseReplies = 2;
    await relay("payment.requested.v1");
    expect(await invoiceOf(invoice.id)).not.toMatchObject({ state: "void" });
    await relay("payment.requested.v1");
    expect(await invoiceOf(invoice.id)).toMatchObject({ state: "paid" });
    expect(provider.listCharges()).toHaveLength(before + 1);
  });

  test("a declined card makes it past due; it is tried after 1, 3 and 7 days and then never by itself", async () => {
    const person = await someone();
    await addCard(person, "pm_card_chargeCustomerFail");
    const invoice = await finalized(person);
    const seen: unknown[] = [];
    for (const day of ["2026-11-30", "2026-12-01", "2026-12-04", "2026-12-11", "2027-01-30"]) {
      service.clock.set(`${day}T15:00:00.000Z`);
      await service.runJob("charge-invoices");
      await relay("payment.requested.v1");
      const { state, failed_charges, next_charge_on } = await invoiceOf(invoice.id);
      seen.push([state, failed_charges, next_charge_on]);
    }
    expect(seen).toEqual([
      ["past_due", 1, "2026-12-01"],
      ["past_due", 2, "2026-12-04"],
      ["past_due", 3, "2026-12-11"],
      ["past_due", 4, null],
      ["past_due", 4, null],
    ]);
  });

  test("a card that wants its holder asks for them", async () => {
    const person = await someone();
    await addCard(person, "pm_card_authenticationRequired");
    const invoice = await finalized(person);
    await service.api("POST", `/v1/invoices/${invoice.id}/charge`, { token: billing });
    await relay("payment.requested.v1");
    const { body } = await service.api("GET", `/v1/invoices/${invoice.id}/payments`, { token: person.token });
    expect(body.data[0]).toMatchObject({ state: "requires_action", failure_code: "authentication_required" });
  });

  test("without a card there is nothing to charge; a token that is none is refused", async () => {
    const person = await someone();
    const invoice = await finalized(person);
    const charge = await service.api("POST", `/v1/invoices/${invoice.id}/charge`, { token: billing });
    expect(charge).toMatchObject({ status: 409, body: { code: "payment.method_missing" } });
    expect(await addCard(person, "pm_card_nonsense")).toMatchObject({
      status: 402,
      body: { code: "payment.declined" },
    });
    expect((await addCard(person, "4242424242424242")).status).toBe(422);
  });

  test("a customer who asks about an invoice is not charged until they are answered", async () => {
    const person = await someone();
    await addCard(person);
    const invoice = await finalized(person);
    const asked = await service.api("POST", `/v1/invoices/${invoice.id}/disputes`, {
      token: person.token,
      body: { question: "What was this for?" },
    });
    expect(asked.body.questioned).toBe(true);
    const charge = () => service.api("POST", `/v1/invoices/${invoice.id}/charge`, { token: billing });
    expect((await charge()).body.code).toBe("invoice.questioned");
    expect((await service.runJob("charge-invoices")).done).toBe(0);
    await service.api("POST", `/v1/invoices/${invoice.id}/answers`, {
      token: billing,
      ifMatch: asked.etag ?? 0,
      body: { answer: "For the round of November." },
    });
    expect((await charge()).status).toBe(202);
  });
});

describe("the daily run", () => {
  test("bills and charges what is due, and twice is once", async () => {
    const person = await someone();
    await addCard(person);
    await perform(person);
    const refused = await someone({ sale_channel: "phone" });
    await perform(refused);
    expect((await service.runJob("invoice-performances")).done).toBeGreaterThanOrEqual(1);
    await service.runJob("charge-invoices");
    await relay("payment.requested.v1");
    await service.runJob("invoice-performances");
    await service.runJob("charge-invoices");
    const list = await service.api("GET", `/v1/customers/${person.id}/invoices`, { token: person.token });
    expect(list.body.data.map(({ state }: { state: string }) => state)).toEqual(["paid"]);
    const none = await service.api("GET", `/v1/customers/${refused.id}/invoices`, { token: refused.token });
    expect(none.body.data).toEqual([]);
  });
});

describe("giving back", () => {
  test("a refund goes back once, never more than was paid, and over the limit an admin must do it", async () => {
    const person = await someone();
    const { invoiceId, paymentId } = await paidInvoice(person);
    const refund = (token: string, amount_cents?: number) =>
      service.api("POST", `/v1/payments/${paymentId}/refunds`, {
        token,
        body: { reason: "Goodwill", ...(amount_cents ? { amount_cents } : {}) },
      });
    expect((await refund(await service.tokens.staff("billing", { steppedUp: false }), 100)).body.code).toBe(
      "auth.step_up_required",
    );
    expect((await refund(billing, 2_000)).status).toBe(202);
    await relay("refund.requested.v1");
    expect(await invoiceOf(invoiceId)).toMatchObject({
      state: "partially_refunded",
      refunded: { amount: 2_000 },
    });
    expect((await refund(billing, 4_000)).body.code).toBe("refund.too_much");
    expect((await refund(billing)).status).toBe(202);
    await relay("refund.requested.v1");
    expect(await invoiceOf(invoiceId)).toMatchObject({ state: "refunded", refunded: { amount: 5_900 } });
    const { body } = await service.api("GET", "/v1/reports/revenue", { token: billing });
    expect(body.sum.amount).toBe(0);
  });

  test("a large refund needs an admin", async () => {
    const { paymentId } = await paidInvoice(await someone());
    service.context.env.REFUND_LIMIT_CENTS = 1_000;
    const refund = (token: string) =>
      service.api("POST", `/v1/payments/${paymentId}/refunds`, { token, body: { reason: "Goodwill" } });
    expect((await refund(billing)).body.code).toBe("refund.needs_admin");
    expect((await refund(await service.tokens.staff("admin"))).status).toBe(202);
    service.context.env.REFUND_LIMIT_CENTS = 20_000;
  });

  test("CROA-5 a contract cancelled in its window: open invoices are void, what was paid goes back, the subscription ends", async () => {
    const person = await someone();
    await service.api("POST", `/v1/customers/${person.id}/subscription`, { token: person.token, body: {} });
    const paid = await paidInvoice(person);
    const open = await finalized(person);
    const result = await service.deliver({
      type: "contract.cancelled_in_window.v1",
      data: {
        customer_id: person.standing.customer_id,
        contract_id: person.standing.contract?.contract_id,
        notice_on: "2026-11-30",
      },
    });
    expect(result).toMatchObject({ ok: true });
    await relay("refund.requested.v1");
    expect(await invoiceOf(open.id)).toMatchObject({ state: "void" });
    expect(await invoiceOf(paid.invoiceId)).toMatchObject({ state: "refunded" });
    const { body } = await service.api("GET", `/v1/customers/${person.id}/subscription`, {
      token: person.token,
    });
    expect(body.state).toBe("cancelled");
  });

  test("a void invoice gives its services back to be billed anew", async () => {
    const person = await someone();
    const invoice = await finalized(person);
    const voided = await service.api("POST", `/v1/invoices/${invoice.id}/void`, {
      token: billing,
      ifMatch: invoice.etag,
      body: { reason: "Wrong price" },
    });
    expect(voided.body.state).toBe("void");
    expect((await bill(person)).status).toBe(201);
  });
});

describe("the provider's events", () => {
  test("a forged or stale signature is refused", async () => {
    for (const signature of [undefined, "t=1,v1=abc"]) {
      const answer = await service.api("POST", "/v1/webhooks/stripe", {
        bytes: "{}",
        headers: {
          "content-type": "application/json",
          ...(signature ? { "stripe-signature": signature } : {}),
        },
      });
      expect(answer).toMatchObject({ status: 401, body: { code: "webhook.signature" } });
    }
  });

  test("a charge-back is applied once, however often it is told", async () => {
    const person = await someone();
    const { invoiceId, paymentId } = await paidInvoice(person);
    const [row] = await service.sql("SELECT provider_ref FROM billing.payment WHERE id = $1", [
      uuidOf(paymentId),
    ]);
    await provider.openDispute(String(row?.provider_ref));
    await provider.redeliver();
    expect(await invoiceOf(invoiceId)).toMatchObject({ state: "charged_back" });
    const [sum] = await service.sql(
      "SELECT sum(amount_cents)::int AS cents FROM billing.ledger_entry WHERE account = 'chargebacks' AND ref_id = $1",
      [uuidOf(paymentId)],
    );
    expect(sum).toEqual({ cents: 5_900 });
  });
});

describe("states", () => {
  const verbs = {
    void: { reason: "A reason" },
    finalize: undefined,
    "write-off": { reason: "A reason" },
  } as const;
  const targets = { void: "void", finalize: "finalized", "write-off": "uncollectible" } as const;
  const cases = invoiceMachine.states.flatMap((from) =>
    (Object.keys(verbs) as (keyof typeof verbs)[])
      .filter((verb) => !invoiceMachine.allows(from, targets[verb]))
      .map((verb) => [from, verb] as const),
  );
  test.each(cases)("an invoice that is %s cannot be changed by %s", async (from, verb) => {
    const person = await someone();
    await perform(person);
    const { body } = await bill(person);
    await service.sql("UPDATE billing.invoice SET state = $1::billing.invoice_state WHERE id = $2", [
      from,
      uuidOf(body.id),
    ]);
    const answer = await service.api("POST", `/v1/invoices/${body.id}/${verb}`, {
      token: billing,
      ifMatch: 1,
      ...(verbs[verb] ? { body: verbs[verb] } : {}),
    });
    expect(answer).toMatchObject({ status: 409, body: { code: "state.invalid_transition" } });
    expect((await invoiceOf(body.id)).state).toBe(from);
  });

  test("a subscription waits for the hold, is paused, resumed and cancelled by its customer, and then nothing", async () => {
    const person = await someone({ status: "signed" });
    const path = `/v1/customers/${person.id}/subscription`;
    const created = await service.api("POST", path, { token: person.token, body: {} });
    expect(created).toMatchObject({ status: 201, body: { state: "awaiting_hold" } });
    expect((await service.api("POST", path, { token: person.token, body: {} })).body.code).toBe(
      "subscription.exists",
    );
    const move = (verb: string, ifMatch: number) =>
      service.api("POST", `/v1/subscriptions/${created.body.id}/${verb}`, { token: person.token, ifMatch });
    expect(await move("resume", 1)).toMatchObject({ status: 409, body: { rule: "CROA-6" } });
    await service.deliver({
      type: "contract.in_force.v1",
      data: { customer_id: person.standing.customer_id, contract_id: person.standing.contract?.contract_id },
    });
    expect((await move("pause", 1)).status).toBe(412);
    expect((await move("pause", 2)).body.state).toBe("paused");
    expect((await move("resume", 3)).body.state).toBe("active");
    expect((await move("cancel", 4)).body.state).toBe("cancelled");
    expect((await move("resume", 5)).status).toBe(409);
  });

  test("of two who change an invoice at once one is told that it changed", async () => {
    const person = await someone();
    const invoice = await finalized(person);
    const voidIt = () =>
      service.api("POST", `/v1/invoices/${invoice.id}/void`, {
        token: billing,
        ifMatch: invoice.etag,
        body: { reason: "Twice" },
      });
    const statuses = (await Promise.all([voidIt(), voidIt()])).map(({ status }) => status).sort();
    expect(statuses[0]).toBe(200);
    expect([409, 412]).toContain(statuses[1]);
  });
});

describe("API1 other customers' things do not exist", () => {
  test("invoices, payments, cards, subscriptions, eligibility", async () => {
    const theirs = await someone();
    const { invoiceId, paymentId } = await paidInvoice(theirs);
    const sub = await service.api("POST", `/v1/customers/${theirs.id}/subscription`, {
      token: theirs.token,
      body: {},
    });
    const me = await someone();
    const attempts: [string, string, object?][] = [
      ["GET", `/v1/invoices/${invoiceId}`],
      ["GET", `/v1/invoices/${invoiceId}/pdf`],
      ["GET", `/v1/invoices/${invoiceId}/payments`],
      ["GET", `/v1/payments/${paymentId}`],
      ["GET", `/v1/customers/${theirs.id}/invoices`],
      ["GET", `/v1/customers/${theirs.id}/payment-methods`],
      ["GET", `/v1/customers/${theirs.id}/subscription`],
      ["GET", `/v1/billing/eligibility?customer_id=${theirs.id}`],
      ["POST", `/v1/customers/${theirs.id}/payment-methods`, { body: { token: "pm_card_visa" } }],
      ["POST", `/v1/customers/${theirs.id}/subscription`, { body: {} }],
      ["POST", `/v1/subscriptions/${sub.body.id}/cancel`, { ifMatch: 1 }],
      ["POST", `/v1/invoices/${invoiceId}/disputes`, { body: { question: "Whose is this?" } }],
    ];
    for (const [method, path, call] of attempts) {
      const answer = await service.api(method, path, { token: me.token, ...call });
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });

  test("a customer cannot do what billing does", async () => {
    const person = await someone();
    const invoice = await finalized(person);
    for (const path of [
      "/v1/invoices",
      `/v1/invoices/${invoice.id}/finalize`,
      `/v1/invoices/${invoice.id}/charge`,
    ]) {
      expect((await service.api("POST", path, { token: person.token, body: {}, ifMatch: 1 })).status).toBe(
        403,
      );
    }
    expect((await service.api("GET", "/v1/ledger", { token: person.token })).status).toBe(403);
  });
});

test("a list is walked without loss or repetition while invoices are added", async () => {
  const person = await someone();
  const made = [];
  for (let n = 0; n < 3; n += 1) {
    await perform(person);
    made.push((await bill(person)).body.id);
  }
  const path = `/v1/customers/${person.id}/invoices?limit=1`;
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { body } = await service.api(
      "GET",
      cursor ? `${path}&cursor=${encodeURIComponent(cursor)}` : path,
      { token: person.token },
    );
    seen.push(...body.data.map(({ id }: { id: string }) => id));
    cursor = body.next_cursor;
    if (seen.length === 1) {
      await perform(person);
      await bill(person);
    }
  } while (cursor);
  expect(seen).toEqual(made.reverse());
  const forged = await service.api("GET", `${path}&cursor=abc.def`, { token: person.token });
  expect(forged).toMatchObject({ status: 400, body: { code: "request.cursor_invalid" } });
});

test("an invoice is a PDF, the same bytes each time", async () => {
  const person = await someone();
  const invoice = await finalized(person);
  const read = () => service.api("GET", `/v1/invoices/${invoice.id}/pdf`, { token: person.token });
  const [one, two] = [await read(), await read()];
  expect(one.headers["content-type"]).toBe("application/pdf");
  expect(one.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  expect(one.bytes.equals(two.bytes)).toBe(true);
});

test("every change is in the audit chain, which holds", async () => {
  await vi.waitFor(async () => {
    const { verifyAuditChain } = await import("@horizon/db/backend");
    const { verified, brokenAt } = await verifyAuditChain(service.context.db, "billing");
    expect(brokenAt).toBeNull();
    expect(verified).toBeGreaterThan(50);
  });
});
