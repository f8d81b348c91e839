import { dateInZone } from "@horizon/calendar";
import { customerStanding } from "@horizon/contracts/backend";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { signServiceToken } from "../../platform/service-token.ts";
import {
  type CustomerTest,
  startCustomerTest,
  type TestCustomer,
} from "../../testing/start-customer-test.ts";

let service: CustomerTest;
beforeAll(async () => {
  service = await startCustomerTest();
});
afterAll(() => service.close());
beforeEach(() => service.clock.set("2026-11-23T18:00:00.000Z"));

async function standingOf({ uuid }: TestCustomer) {
  const token = await signServiceToken(service.context.env.SERVICE_TOKEN_SECRET, {
    caller: "billing-service",
    audience: "customer-service",
  });
  const answer = await service.api("GET", `/internal/customers/${uuid}/standing`, { token });
  return customerStanding.parse(answer.body);
}

test("a customer signs, waits out the window, and is served when identity and instruction are there", async () => {
  const customer = await service.addCustomer();
  const contract = await service.signed(customer);
  expect(contract.body).toMatchObject({
    status: "signed",
    sale_channel: "online",
    signed_on: "2026-11-23",
    cancel_deadline: "2026-11-27",
    cancel_deadline_at: "2026-11-28T05:00:00.000Z",
    service_not_before: "2026-11-28",
  });
  await service.verifyIdentity(customer);
  await service.consent(customer, "report_access");
  expect(await standingOf(customer)).toMatchObject({ status: "pending", identity_verified: true });

  service.clock.set("2026-11-28T05:00:00.000Z");
  await service.runJob("release-service-holds");
  expect(await standingOf(customer)).toMatchObject({
    status: "active",
    zone: "America/New_York",
    contract: { status: "in_force", service_not_before: "2026-11-28" },
    consents: { report_access: true, esign: true, marketing_email: false },
  });
  const kinds = (await service.listEvents()).filter(({ data }) => data.customer_id === customer.uuid);
  expect(kinds.map(({ type }) => type)).toEqual(
    expect.arrayContaining([
      "contract.signed.v1",
      "contract.copies_given.v1",
      "contract.in_force.v1",
      "customer.activated.v1",
    ]),
  );
});

describe("legal test 1: CROA-1 nothing is signed or offered before the statement of rights", () => {
  test("an offer, then a signature, is refused until it is acknowledged", async () => {
    const customer = await service.addCustomer();
    await service.consent(customer, "esign");
    const draft = await service.draft(customer);
    const offering = { token: customer.token, ifMatch: draft.etag ?? 0 };
    const early = await service.api("POST", `/v1/contracts/${draft.body.id}/offer`, offering);
    expect(early).toMatchObject({ status: 409, body: { code: "croa.disclosure_missing", rule: "CROA-1" } });
    const signature = await service.sign(customer, draft);
    expect(signature).toMatchObject({ status: 409, body: { code: "croa.disclosure_missing" } });

    // Handed over is not acknowledged.
    await service.api("GET", `${customer.path}/disclosures/current`, { token: customer.token });
    expect((await service.api("POST", `/v1/contracts/${draft.body.id}/offer`, offering)).status).toBe(409);
    await service.acknowledge(customer);
    expect((await service.api("POST", `/v1/contracts/${draft.body.id}/offer`, offering)).status).toBe(200);
  });

  test("the acknowledgement is of the approved text and no other", async () => {
    const customer = await service.addCustomer();
    await service.consent(customer, "esign");
    const { body } = await service.api("GET", `${customer.path}/disclosures/current`, {
      token: customer.token,
    });
    const answer = await service.api("POST", `${customer.path}/disclosures/${body.id}/acknowledge`, {
      token: customer.token,
      body: { typed_name: "Ada Lovelace", text_sha256: "0".repeat(64) },
    });
    expect(answer).toMatchObject({ status: 409, body: { code: "disclosure.outdated", rule: "CROA-1" } });
  });

  test("CROA-1 the signed statement is a document of its own, not part of the contract's", async () => {
    const customer = await service.addCustomer();
    await service.signed(customer);
    const { body } = await service.api("GET", `${customer.path}/documents`, { token: customer.token });
    expect(body.data.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      "contract_packet",
      "disclosure_acknowledgement",
    ]);
    const hashes = new Set(body.data.map((document: { sha256: string }) => document.sha256));
    expect(hashes.size).toBe(2);
  });

  test("CAL-3 evidence is kept for six years from the date where the customer signed", async () => {
    service.clock.set("2026-11-24T04:59:00.000Z");
    const customer = await service.addCustomer();
    await service.signed(customer);
    const { body } = await service.api("GET", `${customer.path}/documents`, { token: customer.token });
    expect(body.data.map(({ retain_until }: { retain_until: string }) => retain_until)).toEqual([
      "2032-11-23",
      "2032-11-23",
    ]);
  });
});

describe.each([
  ["Honolulu", "HI", undefined, "2026-11-28T10:00:00.000Z"],
  ["New York", "NY", undefined, "2026-11-28T05:00:00.000Z"],
])("legal test 2: CROA-5 the right to cancel in %s", (_city, state, zone, deadlineAt) => {
  const at = (offsetMs: number) => new Date(Date.parse(deadlineAt) + offsetMs).toISOString();

  test("a second before midnight everything is void and nothing is owed", async () => {
    const customer = await service.addCustomer({ state, ...(zone ? { zone } : {}) });
    const contract = await service.signed(customer);
    expect(contract.body.cancel_deadline_at).toBe(deadlineAt);
    service.clock.set(at(-1_000));
    const token = await service.tokens.customer(customer.uuid, { userId: customer.userId, steppedUp: false });
    const answer = await service.api("POST", `/v1/contracts/${contract.body.id}/cancel`, { token, body: {} });
    expect(answer).toMatchObject({ status: 200, body: { status: "cancelled_in_window" } });
    expect(await standingOf(customer)).toMatchObject({
      status: "cancelled",
      contract: { status: "cancelled_in_window" },
    });
    const [event] = (await service.listEvents("contract.cancelled_in_window.v1")).filter(
      ({ aggregateId }) => aggregateId === idOf(contract.body.id),
    );
    expect(event?.data).toMatchObject({ customer_id: customer.uuid, notice_on: "2026-11-27" });
  });

  test("at midnight it ends in the ordinary way, whether or not the job has run", async () => {
    const customer = await service.addCustomer({ state, ...(zone ? { zone } : {}) });
    const contract = await service.signed(customer);
    service.clock.set(at(0));
    const answer = await service.api("POST", `/v1/contracts/${contract.body.id}/cancel`, {
      token: customer.token,
      body: {},
    });
    expect(answer).toMatchObject({ status: 200, body: { status: "terminated" } });
  });

  test("a letter postmarked in the window counts, whenever it comes and is entered", async () => {
    const customer = await service.addCustomer({ state, ...(zone ? { zone } : {}) });
    const contract = await service.signed(customer);
    service.clock.set("2026-12-04T18:00:00.000Z");
    await service.runJob("release-service-holds");
    expect(await standingOf(customer)).toMatchObject({ contract: { status: "in_force" } });
    const token = await service.tokens.staff("compliance");
    const answer = await service.api("POST", `/v1/contracts/${contract.body.id}/cancel`, {
      token,
      body: { channel: "mail", sent_on: "2026-11-27", received_on: "2026-12-03" },
    });
    expect(answer).toMatchObject({ status: 200, body: { status: "cancelled_in_window" } });
  });
});

test("legal test 3: CROA-6 the hold is over when the window is, and not a second before", async () => {
  const customer = await service.addCustomer();
  const contract = await service.signed(customer);
  const deadline = Date.parse(contract.body.cancel_deadline_at);
  service.clock.set(new Date(deadline - 1_000).toISOString());
  await service.runJob("release-service-holds");
  const before = await standingOf(customer);
  expect(before.contract?.status).toBe("signed");
  expect(dateInZone(service.clock.now(), before.zone) < (before.contract?.service_not_before ?? "")).toBe(
    true,
  );

  service.clock.set(new Date(deadline).toISOString());
  await service.runJob("release-service-holds");
  const after = await standingOf(customer);
  expect(after.contract?.status).toBe("in_force");
  expect(dateInZone(service.clock.now(), after.zone)).toBe(after.contract?.service_not_before);
});

test("legal test 10: a contract made in California can be cancelled for five working days", async () => {
  const customer = await service.addCustomer({ state: "CA" });
  const contract = await service.signed(customer);
  expect(contract.body).toMatchObject({
    cancel_deadline: "2026-12-01",
    service_not_before: "2026-12-02",
    // 180 days from the contract, not from the first day of service.
    promised_end: "2027-05-22",
  });
  expect(contract.body.right_to_cancel).toContain("5th business day");
  expect(contract.body.clauses.map(({ key }: { key: string }) => key)).toContain("monthly_statement");
});

test("nobody in Georgia is served", async () => {
  const customer = await service.addCustomer();
  const answer = await service.api("POST", `${customer.path}/addresses`, {
    token: customer.token,
    body: { line1: "1 Peach St", city: "Atlanta", state: "GA", postal_code: "30303" },
  });
  expect(answer).toMatchObject({ status: 422, body: { code: "state.not_serviceable" } });
});

function idOf(publicId: string): string {
  const hex = publicId.slice(-32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
