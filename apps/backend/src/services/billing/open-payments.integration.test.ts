import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type BillingStory, startBillingStory } from "../../testing/billing-story.ts";
import { uuidOf } from "../../testing/uuid-of.ts";

let story: BillingStory;
beforeAll(async () => {
  story = await startBillingStory();
});
beforeEach(() => story.service.clock.set("2026-11-30T15:00:00.000Z"));
afterAll(() => story.close());

/** A charge that was asked for and that the provider answered. */
async function addCharge(
  card?: string,
): Promise<{ invoiceId: string; paymentId: string; addCard(): Promise<unknown> }> {
  const person = await story.addCustomer();
  await story.addCard(person, card);
  const { id: invoiceId } = await story.addFinalizedInvoice(person);
  const { body } = await charge(invoiceId);
  await story.relay("payment.requested.v1");
  return { invoiceId, paymentId: body.id, addCard: () => story.addCard(person) };
}
const charge = (invoiceId: string) =>
  story.service.api("POST", `/v1/invoices/${invoiceId}/charge`, { token: story.token });
const setPayment = (id: string, change: string) =>
  story.service.sql(`UPDATE billing.payment SET ${change} WHERE id = $1`, [uuidOf(id)]);
const waitADay = (id: string) => setPayment(id, "updated_at = now() - interval '25 hours'");
const follow = () => story.service.runJob("follow-open-payments");
const readPayment = async (id: string) =>
  (await story.service.api("GET", `/v1/payments/${id}`, { token: story.token })).body;

test("a card's holder who does not confirm in a day is waited for no longer: the charge is over, and another card pays", async () => {
  const { invoiceId, paymentId, addCard } = await addCharge("pm_card_authenticationRequired");
  expect(await follow()).toEqual({ done: 0 });
  expect(await readPayment(paymentId)).toMatchObject({ state: "requires_action" });
  await waitADay(paymentId);
  expect(await follow()).toEqual({ done: 1 });
  expect(await readPayment(paymentId)).toMatchObject({
    state: "failed",
    failure_code: "authentication_required",
  });
  expect(await story.readInvoice(invoiceId)).toMatchObject({
    state: "past_due",
    failed_charges: 1,
    next_charge_on: "2026-12-01",
  });
  const [row] = await story.service.sql("SELECT provider_ref FROM billing.payment WHERE id = $1", [
    uuidOf(paymentId),
  ]);
  await expect(story.service.context.provider.cancelCharge(String(row?.provider_ref))).rejects.toThrow(
    "canceled",
  );
  await addCard();
  await charge(invoiceId);
  await story.relay("payment.requested.v1");
  expect(await story.readInvoice(invoiceId)).toMatchObject({ state: "paid" });
});

test("a payment under way whose end was told to nobody is settled as the provider has it", async () => {
  const person = await story.addCustomer();
  await story.addCard(person);
  const { id: invoiceId } = await story.addFinalizedInvoice(person);
  const { body: payment } = await charge(invoiceId);
  story.provider.faults.loseReplies = 2;
  await story.relay("payment.requested.v1");
  await setPayment(
    payment.id,
    `state = 'processing', provider_ref = '${story.provider.listCharges().at(-1)?.id}'`,
  );
  await waitADay(payment.id);
  expect(await follow()).toEqual({ done: 1 });
  expect(await readPayment(payment.id)).toMatchObject({ state: "succeeded" });
  expect(await story.readInvoice(invoiceId)).toMatchObject({ state: "paid" });
});
