import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ApiAnswer } from "../../testing/api-client.ts";
import { type CustomerTest, pdfBytes, startCustomerTest } from "../../testing/start-customer-test.ts";

let service: CustomerTest;
beforeAll(async () => {
  service = await startCustomerTest();
});
afterAll(() => service.close());
beforeEach(() => service.clock.set("2026-11-23T18:00:00.000Z"));

const get = (contract: ApiAnswer, token: string) =>
  service.api("GET", `/v1/contracts/${contract.body.id}`, { token });
const cancel = (contract: ApiAnswer, token: string, body: object = {}) =>
  service.api("POST", `/v1/contracts/${contract.body.id}/cancel`, { token, body });

describe("the signature", () => {
  test.each([
    ["with other terms than were offered", { terms_sha256: "0".repeat(64) }, 409, "contract.terms_changed"],
    ["in another name", { typed_name: "Charles Babbage" }, 422, "contract.name_differs"],
    ["without the intent to sign", { intent: false }, 422, "request.invalid"],
    ["with a date of the signer's choice", { signed_on: "2026-11-01" }, 422, "request.invalid"],
  ])("%s is refused and leaves no trace", async (_name, body, status, code) => {
    const customer = await service.addCustomer();
    const offer = await service.offer(customer);
    expect(await service.sign(customer, offer, body)).toMatchObject({ status, body: { code } });
    expect((await get(offer, customer.token)).body).toMatchObject({ status: "offered", signed_at: null });
  });

  test("needs the second factor, shown in the last minutes (GLB-1)", async () => {
    const customer = await service.addCustomer();
    const offer = await service.offer(customer);
    const token = await service.tokens.customer(customer.uuid, { userId: customer.userId, steppedUp: false });
    expect(await service.sign({ ...customer, token }, offer)).toMatchObject({
      status: 403,
      body: { code: "auth.step_up_required" },
    });
  });

  test("after the offer has expired is refused; the job then ends the offer", async () => {
    const customer = await service.addCustomer();
    const offer = await service.offer(customer);
    service.clock.advanceMs(14 * 24 * 3_600_000);
    expect(await service.sign(customer, offer)).toMatchObject({
      status: 409,
      body: { code: "contract.offer_expired" },
    });
    await service.runJob("expire-contract-offers");
    expect((await get(offer, customer.token)).body.status).toBe("expired");
  });

  test("the date is the one on the wall where the customer is", async () => {
    const customer = await service.addCustomer({ state: "HI" });
    service.clock.set("2026-11-24T08:00:00.000Z");
    const contract = await service.signed(customer);
    expect(contract.body).toMatchObject({ signed_on: "2026-11-23", cancel_deadline: "2026-11-27" });
  });

  test("twenty at once are one: 2.3.4, by one key or by twenty", async () => {
    const customer = await service.addCustomer();
    const offer = await service.offer(customer);
    const answers = await Promise.all(Array.from({ length: 20 }, () => service.sign(customer, offer)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
    const events = await service.listEvents("contract.signed.v1");
    expect(events.filter(({ data }) => data.customer_id === customer.uuid)).toHaveLength(1);
  });

  test("sent twice with one key it is answered twice and made once", async () => {
    const customer = await service.addCustomer();
    const offer = await service.offer(customer);
    const call = {
      token: customer.token,
      idempotencyKey: randomUUID(),
      body: { typed_name: "ada  LOVELACE", intent: true, terms_sha256: offer.body.terms_sha256 },
    };
    const path = `/v1/contracts/${offer.body.id}/signatures`;
    const first = await service.api("POST", path, call);
    const second = await service.api("POST", path, call);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers["idempotency-replayed"]).toBe("true");
  });

  test("and a cancellation at once end in one of two orders, never in between", async () => {
    for (let round = 0; round < 5; round += 1) {
      const customer = await service.addCustomer();
      const offer = await service.offer(customer);
      const [signed, cancelled] = await Promise.all([
        service.sign(customer, offer),
        cancel(offer, customer.token),
      ]);
      const end = (await get(offer, customer.token)).body.status;
      expect(cancelled.status).toBe(200);
      expect(signed.status === 201 ? "cancelled_in_window" : "withdrawn").toBe(end);
    }
  });
});

describe("CROA-7 the copies", () => {
  test("are three, recorded with their hashes, and the window begins with them", async () => {
    const customer = await service.addCustomer();
    const contract = await service.signed(customer);
    const rows = await service.sql(
      `SELECT copy::text, channel, length(sha256) AS length FROM customer.contract_delivery
        WHERE contract_id = (SELECT id FROM customer.contract WHERE replace(id::text, '-', '') = $1) ORDER BY 1`,
      [contract.body.id.slice(-32)],
    );
    expect(rows).toEqual([
      { copy: "contract", channel: "portal", length: 64 },
      { copy: "disclosure", channel: "portal", length: 64 },
      { copy: "notice_of_cancellation", channel: "portal", length: 64 },
    ]);
  });

  test("that come late open the window late; until then it is open and no service may begin", async () => {
    const customer = await service.addCustomer();
    const offer = await service.offer(customer);
    await service.sign(customer, offer);
    expect((await get(offer, customer.token)).body).toMatchObject({
      status: "signed",
      copies_given_at: null,
      cancel_deadline: null,
      service_not_before: null,
    });
    service.clock.set("2026-12-07T18:00:00.000Z");
    await service.runJob("release-service-holds");
    expect((await get(offer, customer.token)).body.status).toBe("signed");
    service.failObjectStore(3);
    await service.runJob("give-contract-copies");
    await service.runJob("give-contract-copies");
    expect((await get(offer, customer.token)).body).toMatchObject({
      signed_on: "2026-11-23",
      cancel_deadline: "2026-12-10",
      service_not_before: "2026-12-11",
    });
    // The event comes too, later than the job: nothing is given twice.
    await service.deliverOwn();
    const events = await service.listEvents("contract.copies_given.v1");
    expect(events.filter(({ data }) => data.customer_id === customer.uuid)).toHaveLength(1);
  });

  test("CROA-2 lie where nobody can change or delete them", async () => {
    const customer = await service.addCustomer();
    const contract = await service.signed(customer);
    const packet = await service.api("GET", `/v1/contracts/${contract.body.id}/packet`, {
      token: customer.token,
    });
    expect(packet.headers["content-type"]).toBe("application/pdf");
    expect(packet.bytes.subarray(0, 5).toString()).toBe("%PDF-");
    const [row] = await service.sql(
      `SELECT object_key, retain_until::text FROM customer.customer_document WHERE kind = 'contract_packet'
          AND customer_id = $1`,
      [customer.uuid],
    );
    expect(row?.retain_until).toBe("2032-11-23");
    const key = String(row?.object_key);
    const stored = await service.context.objects.head(key);
    expect(stored.retainUntil?.toISOString()).toBe("2032-11-23T00:00:00.000Z");
    await expect(service.context.objects.delete(key, stored.versionId ?? "")).rejects.toMatchObject({
      code: "UPSTREAM_REJECTED",
    });
  });

  test("an offer is shown as such, with the date that a signature today would give", async () => {
    const customer = await service.addCustomer();
    const offer = await service.offer(customer);
    const path = `/v1/contracts/${offer.body.id}/packet`;
    const today = await service.api("GET", path, { token: customer.token });
    const again = await service.api("GET", path, { token: customer.token });
    expect(today.bytes.equals(again.bytes)).toBe(true);
    service.clock.set("2026-11-25T18:00:00.000Z");
    const later = await service.api("GET", path, { token: customer.token });
    expect(later.bytes.equals(today.bytes)).toBe(false);
  });
});

describe("ESIGN-1 paper, for those who want it", () => {
  test("is entered by the staff with the scan, without any electronic consent", async () => {
    const customer = await service.addCustomer();
    const token = await service.tokens.staff("compliance");
    const scan = await service.upload({ ...customer, token }, pdfBytes(), { kind: "supporting" });
    const draft = await service.draft(
      customer,
      { plan: "essential", sale_channel: "phone", delivery: "paper" },
      token,
    );
    const offerPath = `/v1/contracts/${draft.body.id}/offer`;
    expect(await service.api("POST", offerPath, { token, ifMatch: draft.etag ?? 0 })).toMatchObject({
      status: 409,
      body: { code: "croa.disclosure_missing" },
    });
    await service.api("POST", `${customer.path}/paper-disclosures`, {
      token,
      body: { typed_name: "Ada Lovelace", document_id: scan.body.id },
    });
    const offer = await service.api("POST", offerPath, { token, ifMatch: draft.etag ?? 0 });
    expect(offer.status).toBe(200);
    expect(await service.sign(customer, offer)).toMatchObject({
      status: 409,
      body: { code: "esign.consent_required" },
    });
    service.clock.set("2026-11-25T18:00:00.000Z");
    const signed = await service.api("POST", `/v1/contracts/${draft.body.id}/paper-signatures`, {
      token,
      body: {
        typed_name: "Ada Lovelace",
        signed_on: "2026-11-23",
        copies_given_on: "2026-11-24",
        document_id: scan.body.id,
      },
    });
    expect(signed).toMatchObject({
      status: 201,
      body: { status: "signed", signed_on: "2026-11-23", cancel_deadline: "2026-11-30" },
    });
  });
});
