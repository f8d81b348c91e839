import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BilledCustomer, type BillingStory, startBillingStory } from "../../testing/billing-story.ts";
import { uuidOf } from "../../testing/uuid-of.ts";

let story: BillingStory;
beforeAll(async () => {
  story = await startBillingStory();
});
beforeEach(() => story.service.clock.set("2026-11-30T15:00:00.000Z"));
afterAll(() => story.close());

const charge = (invoiceId: string) =>
  story.service.api("POST", `/v1/invoices/${invoiceId}/charge`, { token: story.token });

/** A charge that is wanted and that nothing was done about. */
async function addWantedCharge(): Promise<{ person: BilledCustomer; invoiceId: string; paymentId: string }> {
  const person = await story.addCustomer();
  await story.addCard(person);
  const { id: invoiceId } = await story.addFinalizedInvoice(person);
  const { body } = await charge(invoiceId);
  return { person, invoiceId, paymentId: body.id };
}
/** What became of the event of a wish, as worker-service notes it. */
const setDelivery = (wishId: string, state: "dead" | "skipped" | "pending") =>
  story.service.sql("UPDATE billing.outbox_delivery SET state = $2 WHERE aggregate_id = $1", [
    uuidOf(wishId),
    state,
  ]);
/** As if it had been wanted the day before yesterday. */
async function makeOld(table: "payment" | "refund", wishId: string): Promise<void> {
  await story.service.sql(
    `UPDATE billing.${table} SET created_at = now() - interval '2 days' WHERE id = $1`,
    [uuidOf(wishId)],
  );
  story.provider.forgetKeys();
}
const settle = () => story.service.runJob("settle-given-up");
const readPayment = async (id: string) =>
  (await story.service.api("GET", `/v1/payments/${id}`, { token: story.token })).body;
const eventsOf = async (id: string) =>
  (await story.service.listEvents())
    .filter(({ data }) => data.payment_id === uuidOf(id))
    .map(({ type }) => type);

describe("a charge that was skipped", () => {
  test("is tried again the next day, and its customer is not told of a card that nobody asked", async () => {
    const { invoiceId, paymentId } = await addWantedCharge();
    await setDelivery(paymentId, "skipped");
    expect(await settle()).toEqual({ done: 1 });
    expect(await readPayment(paymentId)).toMatchObject({ state: "failed", failure_code: "given_up" });
    expect(await story.readInvoice(invoiceId)).toMatchObject({
      state: "past_due",
      failed_charges: 1,
      next_charge_on: "2026-12-01",
    });
    expect(await eventsOf(paymentId)).toEqual(["payment.requested.v1", "payment.given_up.v1"]);

    story.service.clock.set("2026-12-01T15:00:00.000Z");
    await story.service.runJob("charge-invoices");
    await story.relay("payment.requested.v1");
    expect(await story.readInvoice(invoiceId)).toMatchObject({ state: "paid" });
    expect(await settle()).toEqual({ done: 0 });
  });

  test("and that was made all the same, its answer lost, pays the invoice and is not made again", async () => {
    const { invoiceId, paymentId } = await addWantedCharge();
    const before = story.provider.listCharges().length;
    story.provider.faults.loseReplies = 2;
    await story.relay("payment.requested.v1");
    await setDelivery(paymentId, "skipped");
    await settle();
    expect(await readPayment(paymentId)).toMatchObject({ state: "succeeded" });
    expect(await story.readInvoice(invoiceId)).toMatchObject({ state: "paid" });
    expect((await charge(invoiceId)).status).toBe(409);
    expect(story.provider.listCharges()).toHaveLength(before + 1);
  });

  test("is not taken for the charge before it, which was refused", async () => {
    const person = await story.addCustomer();
    await story.addCard(person, "pm_card_chargeCustomerFail");
    const { id: invoiceId } = await story.addFinalizedInvoice(person);
    await charge(invoiceId);
    await story.relay("payment.requested.v1");
    const { body: second } = await charge(invoiceId);
    await setDelivery(second.id, "skipped");
    await settle();
    expect(await readPayment(second.id)).toMatchObject({ state: "failed", failure_code: "given_up" });
    expect(await story.readInvoice(invoiceId)).toMatchObject({ failed_charges: 2 });
  });

  test.each(["pending", "dead"] as const)(
    "is not one whose event is %s: it is left as it is",
    async (state) => {
      const { paymentId } = await addWantedCharge();
      await setDelivery(paymentId, state);
      expect(await settle()).toEqual({ done: 0 });
      expect(await readPayment(paymentId)).toMatchObject({ state: "created" });
      await setDelivery(paymentId, "skipped");
      await settle();
    },
  );

  test("waits for a provider that does not answer", async () => {
    const { paymentId } = await addWantedCharge();
    await setDelivery(paymentId, "skipped");
    story.provider.faults.rateLimited = 1;
    expect(await settle()).toEqual({ done: 0 });
    expect(await readPayment(paymentId)).toMatchObject({ state: "created" });
    expect(await settle()).toEqual({ done: 1 });
  });
});

describe("a charge whose answer was lost", () => {
  test("is not made again by a replay for which the provider knows the key no more", async () => {
    const { invoiceId, paymentId } = await addWantedCharge();
    const before = story.provider.listCharges().length;
    story.provider.faults.loseReplies = 2;
    await story.relay("payment.requested.v1");
    await makeOld("payment", paymentId);
    await story.relay("payment.requested.v1");
    expect(await story.readInvoice(invoiceId)).toMatchObject({ state: "paid" });
    expect(story.provider.listCharges()).toHaveLength(before + 1);
  });

  test("is found, and goes back, when the contract was cancelled before the answer came", async () => {
    const { person, invoiceId, paymentId } = await addWantedCharge();
    story.provider.faults.loseReplies = 2;
    await story.relay("payment.requested.v1");
    const contract = person.standing.contract;
    const cancelled = contract && { ...contract, status: "cancelled_in_window" as const };
    story.service.standings.set(person.standing.customer_id, { contract: cancelled });
    await story.service.deliver({
      type: "contract.cancelled_in_window.v1",
      data: {
        customer_id: person.standing.customer_id,
        contract_id: contract?.contract_id,
        notice_on: "2026-11-30",
      },
    });
    await story.relay("payment.requested.v1");
    await story.relay("refund.requested.v1");
    expect(await readPayment(paymentId)).toMatchObject({ state: "succeeded" });
    expect(await story.readInvoice(invoiceId)).toMatchObject({ state: "void" });
    expect(await eventsOf(paymentId)).toContain("refund.succeeded.v1");
  });
});

describe("a refund", () => {
  async function addWantedRefund(cents?: number): Promise<{ paymentId: string; refundId: string }> {
    const { paymentId } = await story.addPaidInvoice(await story.addCustomer());
    return { paymentId, refundId: (await refund(paymentId, cents)).body.id };
  }
  const refund = (paymentId: string, cents?: number) =>
    story.service.api("POST", `/v1/payments/${paymentId}/refunds`, {
      token: story.token,
      body: { reason: "Not as agreed.", amount_cents: cents },
    });
  const stateOf = async (refundId: string) =>
    (await story.service.sql("SELECT state FROM billing.refund WHERE id = $1", [uuidOf(refundId)]))[0]?.state;

  test("that was skipped has failed, and can be asked for again", async () => {
    const { paymentId, refundId } = await addWantedRefund();
    await setDelivery(refundId, "skipped");
    expect(await settle()).toEqual({ done: 1 });
    expect(await stateOf(refundId)).toBe("failed");
    const again = await refund(paymentId);
    await story.relay("refund.requested.v1");
    expect(await stateOf(again.body.id)).toBe("succeeded");
  });

  test("that was skipped and made all the same has succeeded", async () => {
    const { refundId } = await addWantedRefund(1_000);
    story.provider.faults.loseReplies = 2;
    await story.relay("refund.requested.v1");
    await setDelivery(refundId, "skipped");
    await settle();
    expect(await stateOf(refundId)).toBe("succeeded");
  });

  test("is not made again by a replay for which the provider knows the key no more, and a second of the same amount is made", async () => {
    const { paymentId, refundId } = await addWantedRefund(1_000);
    story.provider.faults.loseReplies = 2;
    await story.relay("refund.requested.v1");
    await makeOld("refund", refundId);
    await story.relay("refund.requested.v1");
    const second = await refund(paymentId, 1_000);
    await makeOld("refund", second.body.id);
    await story.relay("refund.requested.v1");
    expect([await stateOf(refundId), await stateOf(second.body.id)]).toEqual(["succeeded", "succeeded"]);
    const rows = await story.service.sql(
      "SELECT DISTINCT provider_ref FROM billing.refund WHERE payment_id = $1",
      [uuidOf(paymentId)],
    );
    expect(rows).toHaveLength(2);
    const rest = await refund(paymentId, 3_900);
    await story.relay("refund.requested.v1");
    expect(await stateOf(rest.body.id)).toBe("succeeded");
  });
});
