import { verifyAuditChain } from "@horizon/db/backend";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BillingStory, startBillingStory } from "../../testing/billing-story.ts";
import { walkList } from "../../testing/walk-list.ts";

let story: BillingStory;
beforeAll(async () => {
  story = await startBillingStory();
});
beforeEach(() => story.service.clock.set("2026-11-30T15:00:00.000Z"));
afterAll(() => story.close());

describe("giving back", () => {
  test("a refund goes back once, never more than was paid, and over the limit an admin must do it", async () => {
    const person = await story.addCustomer();
    const { invoiceId, paymentId } = await story.addPaidInvoice(person);
    const refund = (token: string, amount_cents?: number) =>
      story.service.api("POST", `/v1/payments/${paymentId}/refunds`, {
        token,
        body: { reason: "Goodwill", ...(amount_cents ? { amount_cents } : {}) },
      });
    expect(
      (await refund(await story.service.tokens.staff("billing", { steppedUp: false }), 100)).body.code,
    ).toBe("auth.step_up_required");
    expect((await refund(story.token, 2_000)).status).toBe(202);
    await story.relay("refund.requested.v1");
    expect(await story.readInvoice(invoiceId)).toMatchObject({
      state: "partially_refunded",
      refunded: { amount: 2_000 },
    });
    expect((await refund(story.token, 4_000)).body.code).toBe("refund.too_much");
    expect((await refund(story.token)).status).toBe(202);
    await story.relay("refund.requested.v1");
    expect(await story.readInvoice(invoiceId)).toMatchObject({
      state: "refunded",
      refunded: { amount: 5_900 },
    });
    const { body } = await story.service.api("GET", "/v1/reports/revenue", { token: story.token });
    expect(body.sum.amount).toBe(0);
  });

  test("a large refund needs an admin", async () => {
    const { paymentId } = await story.addPaidInvoice(await story.addCustomer());
    story.service.context.env.REFUND_LIMIT_CENTS = 1_000;
    const refund = (token: string) =>
      story.service.api("POST", `/v1/payments/${paymentId}/refunds`, { token, body: { reason: "Goodwill" } });
    expect((await refund(story.token)).body.code).toBe("refund.needs_admin");
    expect((await refund(await story.service.tokens.staff("admin"))).status).toBe(202);
    story.service.context.env.REFUND_LIMIT_CENTS = 20_000;
  });

  test("CROA-5 a contract cancelled in its window: open invoices are void, what was paid goes back, the subscription ends", async () => {
    const person = await story.addCustomer();
    await story.service.api("POST", `/v1/customers/${person.id}/subscription`, {
      token: person.token,
      body: {},
    });
    const paid = await story.addPaidInvoice(person);
    const open = await story.addFinalizedInvoice(person);
    const result = await story.service.deliver({
      type: "contract.cancelled_in_window.v1",
      data: {
        customer_id: person.standing.customer_id,
        contract_id: person.standing.contract?.contract_id,
        notice_on: "2026-11-30",
      },
    });
    expect(result).toMatchObject({ ok: true });
    await story.relay("refund.requested.v1");
    expect(await story.readInvoice(open.id)).toMatchObject({ state: "void" });
    expect(await story.readInvoice(paid.invoiceId)).toMatchObject({ state: "refunded" });
    const { body } = await story.service.api("GET", `/v1/customers/${person.id}/subscription`, {
      token: person.token,
    });
    expect(body.state).toBe("cancelled");
  });

  test("a void invoice gives its services back to be billed anew", async () => {
    const person = await story.addCustomer();
    const invoice = await story.addFinalizedInvoice(person);
    const voided = await story.service.api("POST", `/v1/invoices/${invoice.id}/void`, {
      token: story.token,
      ifMatch: invoice.etag,
      body: { reason: "Wrong price" },
    });
    expect(voided.body.state).toBe("void");
    expect((await story.bill(person)).status).toBe(201);
  });
});

describe("states", () => {
  test("a subscription waits for the hold, is paused, resumed and cancelled by its customer, and then nothing", async () => {
    const person = await story.addCustomer({ status: "signed" });
    const path = `/v1/customers/${person.id}/subscription`;
    const created = await story.service.api("POST", path, { token: person.token, body: {} });
    expect(created).toMatchObject({ status: 201, body: { state: "awaiting_hold" } });
    expect((await story.service.api("POST", path, { token: person.token, body: {} })).body.code).toBe(
      "subscription.exists",
    );
    const move = (verb: string, ifMatch: number) =>
      story.service.api("POST", `/v1/subscriptions/${created.body.id}/${verb}`, {
        token: person.token,
        ifMatch,
      });
    expect(await move("resume", 1)).toMatchObject({ status: 409, body: { rule: "CROA-6" } });
    await story.service.deliver({
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
    const person = await story.addCustomer();
    const invoice = await story.addFinalizedInvoice(person);
    const voidIt = () =>
      story.service.api("POST", `/v1/invoices/${invoice.id}/void`, {
        token: story.token,
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
    const theirs = await story.addCustomer();
    const { invoiceId, paymentId } = await story.addPaidInvoice(theirs);
    const sub = await story.service.api("POST", `/v1/customers/${theirs.id}/subscription`, {
      token: theirs.token,
      body: {},
    });
    const me = await story.addCustomer();
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
      const answer = await story.service.api(method, path, { token: me.token, ...call });
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });

  test("a customer cannot do what billing does", async () => {
    const person = await story.addCustomer();
    const invoice = await story.addFinalizedInvoice(person);
    for (const path of [
      "/v1/invoices",
      `/v1/invoices/${invoice.id}/finalize`,
      `/v1/invoices/${invoice.id}/charge`,
    ]) {
      expect(
        (await story.service.api("POST", path, { token: person.token, body: {}, ifMatch: 1 })).status,
      ).toBe(403);
    }
    expect((await story.service.api("GET", "/v1/ledger", { token: person.token })).status).toBe(403);
  });
});

test("a list is walked without loss or repetition while invoices are added", async () => {
  const person = await story.addCustomer();
  const made = [];
  for (let n = 0; n < 3; n += 1) {
    await story.perform(person);
    made.push((await story.bill(person)).body.id);
  }
  const path = `/v1/customers/${person.id}/invoices?limit=1`;
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { body } = await story.service.api(
      "GET",
      cursor ? `${path}&cursor=${encodeURIComponent(cursor)}` : path,
      { token: person.token },
    );
    seen.push(...body.data.map(({ id }: { id: string }) => id));
    cursor = body.next_cursor;
    if (seen.length === 1) {
      await story.perform(person);
      await story.bill(person);
    }
  } while (cursor);
  expect(seen).toEqual(made.reverse());
  const forged = await story.service.api("GET", `${path}&cursor=abc.def`, { token: person.token });
  expect(forged).toMatchObject({ status: 400, body: { code: "request.cursor_invalid" } });
});

test("the ledger shows each entry once, however long its pages", async () => {
  for (let n = 0; n < 2; n += 1) await story.addPaidInvoice(await story.addCustomer());
  const { whole, walked } = await walkList(story.service.api, "/v1/ledger", story.token);
  expect(walked.filter((row) => whole.includes(row))).toEqual(whole);
  expect(whole.length).toBeGreaterThan(2);
});

test("an invoice is a PDF, the same bytes each time", async () => {
  const person = await story.addCustomer();
  const invoice = await story.addFinalizedInvoice(person);
  const read = () => story.service.api("GET", `/v1/invoices/${invoice.id}/pdf`, { token: person.token });
  const [one, two] = [await read(), await read()];
  expect(one.headers["content-type"]).toBe("application/pdf");
  expect(one.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  expect(one.bytes.equals(two.bytes)).toBe(true);
});

test("every change is in the audit chain, which holds", async () => {
  const { verified, brokenAt } = await verifyAuditChain(story.service.context.db, "billing");
  expect(brokenAt).toBeNull();
  expect(verified).toBeGreaterThan(50);
});
