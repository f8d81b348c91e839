import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BillingStory, startBillingStory } from "../../testing/billing-story.ts";
import { uuidOf } from "../../testing/uuid-of.ts";

let story: BillingStory;
beforeAll(async () => {
  story = await startBillingStory();
});
beforeEach(() => story.service.clock.set("2026-11-30T15:00:00.000Z"));
afterAll(() => story.close());

describe("charging", () => {
  test("a card is charged once, the invoice is paid, and the books sum to zero", async () => {
    const person = await story.addCustomer();
    const before = story.provider.listCharges().length;
    const { invoiceId, paymentId } = await story.addPaidInvoice(person);
    expect(await story.readInvoice(invoiceId)).toMatchObject({ state: "paid", next_charge_on: null });
    expect(story.provider.listCharges().slice(before)).toEqual([expect.objectContaining({ amount: 5_900 })]);
    const { body: payment } = await story.service.api("GET", `/v1/payments/${paymentId}`, {
      token: person.token,
    });
    expect(payment).toMatchObject({ state: "succeeded", attempt: 1 });
    const { body: books } = await story.service.api("GET", "/v1/reports/revenue", { token: story.token });
    expect(books.sum.amount).toBe(0);
    expect(books.balances.cash.amount).toBeGreaterThanOrEqual(5_900);
  });

  test("two who charge at once: one payment; a charged invoice is not charged again", async () => {
    const person = await story.addCustomer();
    await story.addCard(person);
    const invoice = await story.addFinalizedInvoice(person);
    const charge = () =>
      story.service.api("POST", `/v1/invoices/${invoice.id}/charge`, { token: story.token });
    const statuses = (await Promise.all([charge(), charge(), charge()])).map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(1);
    await story.relay("payment.requested.v1");
    expect((await charge()).status).toBe(409);
  });

  test("a provider's reply that is lost charges nothing twice", async () => {
    const person = await story.addCustomer();
    await story.addCard(person);
    const invoice = await story.addFinalizedInvoice(person);
    await story.service.api("POST", `/v1/invoices/${invoice.id}/charge`, { token: story.token });
    const before = story.provider.listCharges().length;
    story.provider.faults.loseReplies = 2;
    await story.relay("payment.requested.v1");
    expect(await story.readInvoice(invoice.id)).not.toMatchObject({ state: "void" });
    await story.relay("payment.requested.v1");
    expect(await story.readInvoice(invoice.id)).toMatchObject({ state: "paid" });
    expect(story.provider.listCharges()).toHaveLength(before + 1);
  });

  test("a declined card makes it past due; it is tried after 1, 3 and 7 days and then never by itself", async () => {
    const person = await story.addCustomer();
    await story.addCard(person, "pm_card_chargeCustomerFail");
    const invoice = await story.addFinalizedInvoice(person);
    const seen: unknown[] = [];
    for (const day of ["2026-11-30", "2026-12-01", "2026-12-04", "2026-12-11", "2027-01-30"]) {
      story.service.clock.set(`${day}T15:00:00.000Z`);
      await story.service.runJob("charge-invoices");
      await story.relay("payment.requested.v1");
      const { state, failed_charges, next_charge_on } = await story.readInvoice(invoice.id);
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
    const person = await story.addCustomer();
    await story.addCard(person, "pm_card_authenticationRequired");
    const invoice = await story.addFinalizedInvoice(person);
    await story.service.api("POST", `/v1/invoices/${invoice.id}/charge`, { token: story.token });
    await story.relay("payment.requested.v1");
    const { body } = await story.service.api("GET", `/v1/invoices/${invoice.id}/payments`, {
      token: person.token,
    });
    expect(body.data[0]).toMatchObject({ state: "requires_action", failure_code: "authentication_required" });
  });

  test("a card that the provider knows no more is a failed charge, and another card pays", async () => {
    const person = await story.addCustomer();
    await story.addCard(person);
    const invoice = await story.addFinalizedInvoice(person);
    await story.service.sql(
      "UPDATE billing.payment_method SET provider_ref = 'pm_gone' WHERE customer_id = $1",
      [person.standing.customer_id],
    );
    const charge = () =>
      story.service.api("POST", `/v1/invoices/${invoice.id}/charge`, { token: story.token });
    const { body: payment } = await charge();
    await story.relay("payment.requested.v1");
    expect(
      (await story.service.api("GET", `/v1/payments/${payment.id}`, { token: person.token })).body,
    ).toMatchObject({ state: "failed", failure_code: "payment.method_missing" });
    expect(await story.readInvoice(invoice.id)).toMatchObject({ state: "past_due", failed_charges: 1 });
    await story.addCard(person);
    expect((await charge()).status).toBe(202);
    await story.relay("payment.requested.v1");
    expect(await story.readInvoice(invoice.id)).toMatchObject({ state: "paid" });
  });

  test("a request that the provider finds wrong is nobody's refused card: it waits to be mended, and is then charged once", async () => {
    const person = await story.addCustomer();
    await story.addCard(person);
    const invoice = await story.addFinalizedInvoice(person);
    const { body: payment } = await story.service.api("POST", `/v1/invoices/${invoice.id}/charge`, {
      token: story.token,
    });
    const setAmount = (cents: number) =>
      story.service.sql("UPDATE billing.payment SET amount_cents = $2 WHERE id = $1", [
        uuidOf(payment.id),
        cents,
      ]);
    const before = story.provider.listCharges().length;
    await setAmount(1);
    await story.relay("payment.requested.v1");
    expect(await story.readInvoice(invoice.id)).toMatchObject({ state: "finalized", failed_charges: 0 });
    await setAmount(5_900);
    await story.relay("payment.requested.v1");
    expect(await story.readInvoice(invoice.id)).toMatchObject({ state: "paid" });
    expect(story.provider.listCharges()).toHaveLength(before + 1);
  });

  test("without a card there is nothing to charge; a token that is none is refused", async () => {
    const person = await story.addCustomer();
    const invoice = await story.addFinalizedInvoice(person);
    const charge = await story.service.api("POST", `/v1/invoices/${invoice.id}/charge`, {
      token: story.token,
    });
    expect(charge).toMatchObject({ status: 409, body: { code: "payment.method_missing" } });
    expect(await story.addCard(person, "pm_card_nonsense")).toMatchObject({
      status: 402,
      body: { code: "payment.declined" },
    });
    expect((await story.addCard(person, "4242424242424242")).status).toBe(422);
  });

  test("a card that is sent twice at once under one key is one, and both are told so", async () => {
    const person = await story.addCustomer();
    const path = `/v1/customers/${person.id}/payment-methods`;
    const call = { token: person.token, idempotencyKey: "one-card", body: { token: "pm_card_visa" } };
    const answers = await Promise.all([1, 2, 3].map(() => story.service.api("POST", path, call)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const { body } = await story.service.api("GET", path, { token: person.token });
    expect(body.data).toHaveLength(1);
  });

  test("a provider that does not answer is said to be unavailable, and the card can be sent again", async () => {
    const person = await story.addCustomer();
    const path = `/v1/customers/${person.id}/payment-methods`;
    const call = { token: person.token, idempotencyKey: "lost", body: { token: "pm_card_visa" } };
    story.provider.faults.loseReplies = 2;
    expect(await story.service.api("POST", path, call)).toMatchObject({
      status: 503,
      body: { code: "upstream.unavailable" },
    });
    expect((await story.service.api("POST", path, call)).status).toBe(201);
  });

  test("a customer who asks about an invoice is not charged until they are answered", async () => {
    const person = await story.addCustomer();
    await story.addCard(person);
    const invoice = await story.addFinalizedInvoice(person);
    const asked = await story.service.api("POST", `/v1/invoices/${invoice.id}/disputes`, {
      token: person.token,
      body: { question: "What was this for?" },
    });
    expect(asked.body.questioned).toBe(true);
    const charge = () =>
      story.service.api("POST", `/v1/invoices/${invoice.id}/charge`, { token: story.token });
    expect((await charge()).body.code).toBe("invoice.questioned");
    expect((await story.service.runJob("charge-invoices")).done).toBe(0);
    await story.service.api("POST", `/v1/invoices/${invoice.id}/answers`, {
      token: story.token,
      ifMatch: asked.etag ?? 0,
      body: { answer: "For the round of November." },
    });
    expect((await charge()).status).toBe(202);
  });
});

describe("the daily run", () => {
  test("bills and charges what is due, and twice is once", async () => {
    const person = await story.addCustomer();
    await story.addCard(person);
    await story.perform(person);
    const refused = await story.addCustomer({ sale_channel: "phone" });
    await story.perform(refused);
    expect((await story.service.runJob("invoice-performances")).done).toBeGreaterThanOrEqual(1);
    await story.service.runJob("charge-invoices");
    await story.relay("payment.requested.v1");
    await story.service.runJob("invoice-performances");
    await story.service.runJob("charge-invoices");
    const list = await story.service.api("GET", `/v1/customers/${person.id}/invoices`, {
      token: person.token,
    });
    expect(list.body.data.map(({ state }: { state: string }) => state)).toEqual(["paid"]);
    const none = await story.service.api("GET", `/v1/customers/${refused.id}/invoices`, {
      token: refused.token,
    });
    expect(none.body.data).toEqual([]);
  });

  test("one whose charge fails holds up no other, and the run is tried again", async () => {
    const [broken, person] = [await story.addCustomer(), await story.addCustomer()];
    await story.addFinalizedInvoice(broken);
    await story.addCard(person);
    const invoice = await story.addFinalizedInvoice(person);
    story.service.standings.set(broken.standing.customer_id, { zone: 42 as unknown as string });
    await expect(story.service.runJob("charge-invoices")).rejects.toThrow("500");
    story.service.standings.set(broken.standing.customer_id, { zone: broken.standing.zone });
    await story.relay("payment.requested.v1");
    expect(await story.readInvoice(invoice.id)).toMatchObject({ state: "paid" });
  });

  test("more who cannot be charged than fit on a page hold up nobody", async () => {
    const person = await story.addCustomer();
    await story.addCard(person);
    const invoice = await story.addFinalizedInvoice(person);
    await story.service.sql(
      `INSERT INTO billing.invoice (id, customer_id, contract_id, state, total_cents, finalized_on, next_charge_on)
       SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, gen_random_uuid(), gen_random_uuid(), 'finalized',
              100, '2026-11-01', '2026-11-01' FROM generate_series(1, 500) AS n`,
    );
    await story.service.runJob("charge-invoices");
    await story.relay("payment.requested.v1");
    expect(await story.readInvoice(invoice.id)).toMatchObject({ state: "paid" });
  });
});

describe("the provider's events", () => {
  test("a forged or stale signature is refused", async () => {
    for (const signature of [undefined, "t=1,v1=abc"]) {
      const answer = await story.service.api("POST", "/v1/webhooks/stripe", {
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
    const person = await story.addCustomer();
    const { invoiceId, paymentId } = await story.addPaidInvoice(person);
    const [row] = await story.service.sql("SELECT provider_ref FROM billing.payment WHERE id = $1", [
      uuidOf(paymentId),
    ]);
    await story.provider.openDispute(String(row?.provider_ref));
    await story.provider.redeliver();
    expect(await story.readInvoice(invoiceId)).toMatchObject({ state: "charged_back" });
    const [sum] = await story.service.sql(
      "SELECT sum(amount_cents)::int AS cents FROM billing.ledger_entry WHERE account = 'chargebacks' AND ref_id = $1",
      [uuidOf(paymentId)],
    );
    expect(sum).toEqual({ cents: 5_900 });
  });
});
