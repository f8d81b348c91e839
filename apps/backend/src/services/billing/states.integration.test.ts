import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { publicIdOf } from "../../platform/ids.ts";
import { type BillingBooks, startBillingBooks } from "../../testing/billing-books.ts";
import type { TestService } from "../../testing/start-test-service.ts";
import type { BillingContext } from "./context.ts";
import {
  invoiceMachine,
  paymentMachine,
  performanceMachine,
  refundMachine,
  subscriptionMachine,
} from "./domain/machines.ts";

/** Every way by which something can be asked to take an edge, against every state that does not list it. */

let billingBooks: BillingBooks;
let service: TestService<BillingContext>;
let billing: string;
let admin: string;
beforeAll(async () => {
  billingBooks = await startBillingBooks();
  service = billingBooks.service;
  billing = await service.tokens.staff("billing");
  admin = await service.tokens.staff("admin");
});
beforeEach(() => service.clock.set("2026-11-30T15:00:00.000Z"));
afterAll(() => service.close());

const post = (path: string, token: string, call: object = {}) =>
  service.api("POST", path, { token, ...call });

/** The states of a machine from which none of these can be reached. */
function refusing<S extends string>(
  machine: { states: readonly S[]; allows(from: S, to: S): boolean },
  ...to: readonly S[]
): S[] {
  return machine.states.filter((from) => !to.some((state) => machine.allows(from, state)));
}

async function expectRefused(answer: Promise<{ status: number; body: { code: string } }>, before: string) {
  expect(await answer).toMatchObject({ status: 409, body: { code: "state.invalid_transition" } });
  expect(await billingBooks.snapshot()).toBe(before);
}

describe("a subscription in each state refuses what its table does not list, and nothing changes", () => {
  const verbs = { pause: "paused", resume: "active", cancel: "cancelled" } as const;
  const cases = (Object.keys(verbs) as (keyof typeof verbs)[]).flatMap((verb) => [
    ...refusing(subscriptionMachine, verbs[verb]).map((from) => [from, verb] as const),
    // Resuming is not how a hold ends (CROA-6).
    ...(verb === "resume" ? [["awaiting_hold", verb] as const] : []),
  ]);
  test.each(cases)("%s: %s", async (from, verb) => {
    const books = await billingBooks.keep();
    await billingBooks.setState("subscription", books.subscription, from);
    const before = await billingBooks.snapshot();
    const path = `/v1/subscriptions/${publicIdOf("sub", books.subscription)}/${verb}`;
    await expectRefused(post(path, books.token, { ifMatch: 1 }), before);
  });

  const events = [
    ["contract.in_force.v1", "active"],
    ["contract.terminated.v1", "cancelled"],
  ] as const;
  test.each(
    events.flatMap(([type, to]) => refusing(subscriptionMachine, to).map((from) => [from, type] as const)),
  )("%s: what %s asks is left", async (from, type) => {
    const books = await billingBooks.keep();
    await billingBooks.setState("subscription", books.subscription, from);
    const before = await billingBooks.snapshot();
    const { customer_id, contract } = books.standing;
    const data = { customer_id, contract_id: contract?.contract_id, notice_on: "2026-11-30" };
    expect(await service.deliver({ type, data })).toMatchObject({ ok: true });
    expect(await billingBooks.snapshot()).toBe(before);
  });
});

describe("an invoice in each state refuses what its table does not list, and nothing changes", () => {
  const reason = { body: { reason: "A reason" }, ifMatch: 1 };
  const ways = {
    finalize: { to: ["finalized"], call: { ifMatch: 1 } },
    void: { to: ["void"], call: reason },
    "write-off": { to: ["uncollectible"], call: reason },
    charge: { to: ["paid", "past_due"], call: {} },
  } as const;
  const cases = (Object.keys(ways) as (keyof typeof ways)[]).flatMap((verb) =>
    refusing(invoiceMachine, ...ways[verb].to).map((from) => [from, verb] as const),
  );
  test.each(cases)("%s: %s", async (from, verb) => {
    const books = await billingBooks.keep();
    await billingBooks.setState("invoice", books.invoice, from);
    await billingBooks.setState("payment", books.payment, "failed");
    const before = await billingBooks.snapshot();
    const path = `/v1/invoices/${publicIdOf("inv", books.invoice)}/${verb}`;
    await expectRefused(post(path, billing, ways[verb].call), before);
  });

  test.each(refusing(invoiceMachine, "charged_back"))("%s: a dispute of its charge", async (from) => {
    const books = await billingBooks.keep();
    await billingBooks.setState("invoice", books.invoice, from);
    const before = await billingBooks.snapshot();
    const dispute = { id: "dp_1", object: "dispute", payment_intent: books.providerRef };
    expect((await billingBooks.tellProvider("charge.dispute.created", dispute)).status).toBe(200);
    expect(await billingBooks.snapshot()).toBe(before);
  });
});

describe("a charge in each state refuses what its table does not list, and nothing changes", () => {
  const told = [
    ["payment_intent.succeeded", "succeeded"],
    ["payment_intent.payment_failed", "failed"],
  ] as const;
  test.each(told.flatMap(([type, to]) => refusing(paymentMachine, to).map((from) => [from, type] as const)))(
    "%s: %s",
    async (from, type) => {
      const books = await billingBooks.keep();
      await billingBooks.setState("payment", books.payment, from);
      const before = await billingBooks.snapshot();
      const answer = await billingBooks.tellProvider(type, {
        id: books.providerRef,
        object: "payment_intent",
      });
      expect(answer.status).toBe(200);
      expect(await billingBooks.snapshot()).toBe(before);
    },
  );

  test.each(paymentMachine.states.filter((state) => state !== "created"))(
    "%s: asked for again",
    async (from) => {
      const books = await billingBooks.keep();
      await billingBooks.setState("payment", books.payment, from);
      const before = await billingBooks.snapshot();
      const data = {
        customer_id: books.standing.customer_id,
        invoice_id: books.invoice,
        payment_id: books.payment,
      };
      expect(await service.deliver({ type: "payment.requested.v1", data })).toMatchObject({ ok: true });
      expect(await billingBooks.snapshot()).toBe(before);
    },
  );

  test.each(paymentMachine.states.filter((state) => state !== "succeeded"))("%s: a refund", async (from) => {
    const books = await billingBooks.keep();
    await billingBooks.setState("payment", books.payment, from);
    const before = await billingBooks.snapshot();
    const path = `/v1/payments/${publicIdOf("pay", books.payment)}/refunds`;
    await expectRefused(post(path, admin, { body: { reason: "Goodwill" } }), before);
  });
});

describe("a refund in each state refuses what its table does not list, and nothing changes", () => {
  test.each(refusing(refundMachine, "succeeded", "failed"))("%s: asked for again", async (from) => {
    const books = await billingBooks.keep();
    await billingBooks.setState("refund", books.refund, from);
    const before = await billingBooks.snapshot();
    const data = {
      customer_id: books.standing.customer_id,
      invoice_id: books.invoice,
      payment_id: books.payment,
      refund_id: books.refund,
    };
    expect(await service.deliver({ type: "refund.requested.v1", data })).toMatchObject({ ok: true });
    expect(await billingBooks.snapshot()).toBe(before);
  });
});

describe("a performance in each state refuses what its table does not list, and nothing changes", () => {
  test.each(refusing(performanceMachine, "invoiced"))("%s: another invoice", async (from) => {
    const books = await billingBooks.keep();
    await billingBooks.setState("performance", books.performance, from);
    const before = await billingBooks.snapshot();
    const answer = await post("/v1/invoices", billing, {
      body: { customer_id: books.customer, performance_ids: [publicIdOf("per", books.performance)] },
    });
    expect(answer.status).toBe(409);
    expect(await billingBooks.snapshot()).toBe(before);
  });

  // The invoice is in a state that can take the edge; what it is for is not.
  const endings = [
    ["write-off", "past_due", "written_off"],
    ["void", "finalized", "recorded"],
  ] as const;
  test.each(
    endings.flatMap(([verb, invoice, to]) =>
      refusing(performanceMachine, to).map((from) => [from, verb, invoice] as const),
    ),
  )("%s: %s of its invoice, which is %s", async (from, verb, invoice) => {
    const books = await billingBooks.keep();
    await billingBooks.setState("invoice", books.invoice, invoice);
    await billingBooks.setState("performance", books.performance, from);
    const before = await billingBooks.snapshot();
    const path = `/v1/invoices/${publicIdOf("inv", books.invoice)}/${verb}`;
    const answer = await post(path, billing, { body: { reason: "A reason" }, ifMatch: 1 });
    expect(answer.status).toBe(409);
    expect(await billingBooks.snapshot()).toBe(before);
  });
});

test("money that arrives for an invoice that is void meanwhile goes back by itself, and the books sum to zero", async () => {
  const books = await billingBooks.keep();
  await billingBooks.setState("invoice", books.invoice, "void");
  await billingBooks.setState("payment", books.payment, "processing");
  await service.sql("DELETE FROM billing.refund WHERE id = $1", [books.refund]);
  const succeeded = { id: books.providerRef, object: "payment_intent" };
  expect((await billingBooks.tellProvider("payment_intent.succeeded", succeeded)).status).toBe(200);
  const [refund] = await service.sql("SELECT amount_cents, state FROM billing.refund WHERE payment_id = $1", [
    books.payment,
  ]);
  expect(refund).toEqual({ amount_cents: 5_900, state: "created" });
  expect((await service.listEvents("refund.requested.v1")).at(-1)?.data).toMatchObject({
    payment_id: books.payment,
  });
  const [invoice] = await service.sql("SELECT state FROM billing.invoice WHERE id = $1", [books.invoice]);
  expect(invoice).toEqual({ state: "void" });
  const { body } = await service.api("GET", "/v1/reports/revenue", { token: billing });
  expect(body.sum.amount).toBe(0);
});

test("while a subscription is paused nothing is billed or charged; resumed, it is", async () => {
  const books = await billingBooks.keep();
  await billingBooks.setState("performance", books.performance, "recorded");
  await service.sql("UPDATE billing.invoice_line SET released = true WHERE invoice_id = $1", [books.invoice]);
  await billingBooks.setState("subscription", books.subscription, "paused");
  const bill = () => post("/v1/invoices", billing, { body: { customer_id: books.customer } });
  expect(await bill()).toMatchObject({ status: 409, body: { code: "subscription.paused" } });
  await billingBooks.setState("subscription", books.subscription, "active");
  expect((await bill()).status).toBe(201);
});
