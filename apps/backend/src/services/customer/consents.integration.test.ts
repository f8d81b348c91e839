import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type CustomerTest,
  startCustomerTest,
  type TestCustomer,
} from "../../testing/start-customer-test.ts";
import { consentTexts } from "./domain/consent-texts.ts";
import { esignCodeOf } from "./domain/esign-code.ts";

let service: CustomerTest;
beforeAll(async () => {
  service = await startCustomerTest();
});
afterAll(() => service.close());

const { version, sha256: text_sha256 } = consentTexts.esign;
const grant = (customer: TestCustomer, body: object) =>
  service.api("POST", `${customer.path}/consents`, { token: customer.token, body });
const listKinds = async (customer: TestCustomer) => {
  const { body } = await service.api("GET", `${customer.path}/consents`, { token: customer.token });
  return body.data.filter(({ valid }: { valid: boolean }) => valid).map(({ kind }: { kind: string }) => kind);
};

describe("ESIGN-1 consent to electronic documents", () => {
  test("takes the code that stands in the PDF; without it nothing is delivered", async () => {
    const customer = await service.addCustomer();
    const current = `${customer.path}/disclosures/current`;
    expect(await service.api("GET", current, { token: customer.token })).toMatchObject({
      status: 409,
      body: { code: "esign.consent_required", rule: "ESIGN-1" },
    });
    for (const code of [undefined, "ABCD-EFGH-JKLM", ""]) {
      const body = { kind: "esign", version, text_sha256, ...(code === undefined ? {} : { code }) };
      expect(await grant(customer, body)).toMatchObject({
        status: 409,
        body: { code: "esign.not_proven", rule: "ESIGN-1" },
      });
    }
    expect((await service.consent(customer, "esign")).status).toBe(201);
    expect((await service.api("GET", current, { token: customer.token })).status).toBe(200);
  });

  test("the statement comes as a PDF, and the code is nowhere else", async () => {
    const customer = await service.addCustomer();
    const challenge = await service.api("POST", `${customer.path}/esign-challenges`, {
      token: customer.token,
    });
    const pdf = await service.api("GET", challenge.body.pdf, { token: customer.token });
    expect(pdf.headers["content-type"]).toBe("application/pdf");
    expect(pdf.bytes.subarray(0, 5).toString()).toBe("%PDF-");
    expect(Object.keys(challenge.body).sort()).toEqual(["expires_at", "id", "pdf", "version"]);
  });

  test("five guesses, and the sixth is refused even when it is right", async () => {
    const customer = await service.addCustomer();
    await service.api("POST", `${customer.path}/esign-challenges`, { token: customer.token });
    const wrong = { kind: "esign", version, text_sha256, code: "AAAA-AAAA-AAAA" };
    for (let guess = 0; guess < 5; guess += 1) await grant(customer, wrong);
    const [row] = await service.sql(
      "SELECT id, attempts FROM customer.esign_challenge WHERE customer_id = $1",
      [customer.uuid],
    );
    expect(row?.attempts).toBe(5);
    const code = esignCodeOf(service.context.env.SERVICE_TOKEN_SECRET, String(row?.id));
    expect((await grant(customer, { ...wrong, code })).status).toBe(409);
  });

  test("a code is good for half an hour", async () => {
    const customer = await service.addCustomer();
    await service.api("POST", `${customer.path}/esign-challenges`, { token: customer.token });
    const [row] = await service.sql("SELECT id FROM customer.esign_challenge WHERE customer_id = $1", [
      customer.uuid,
    ]);
    service.clock.advanceMs(30 * 60_000);
    const code = esignCodeOf(service.context.env.SERVICE_TOKEN_SECRET, String(row?.id));
    expect((await grant(customer, { kind: "esign", version, text_sha256, code })).status).toBe(409);
  });
});

test("ESIGN-2 when the text changes, the consent to the earlier one no longer counts", async () => {
  const customer = await service.addCustomer();
  const offer = await service.offer(customer);
  await service.sql("UPDATE customer.customer_consent SET version = 'esign-2025-01' WHERE customer_id = $1", [
    customer.uuid,
  ]);
  expect(await service.sign(customer, offer)).toMatchObject({
    status: 409,
    body: { code: "esign.consent_required" },
  });
  expect(await grant(customer, { kind: "esign", version: "esign-2025-01", text_sha256 })).toMatchObject({
    status: 409,
    body: { code: "consent.text_outdated", rule: "ESIGN-2" },
  });
  await service.consent(customer, "esign");
  expect((await service.sign(customer, offer)).status).toBe(201);
});

test("ESIGN-3 a withdrawal stops what comes and leaves what was", async () => {
  const customer = await service.addCustomer();
  const contract = await service.signed(customer);
  const withdrawn = await service.api("DELETE", `${customer.path}/consents/esign`, { token: customer.token });
  expect(withdrawn.status).toBe(204);
  expect(await listKinds(customer)).toEqual([]);
  const kept = await service.api("GET", `/v1/contracts/${contract.body.id}/packet`, {
    token: customer.token,
  });
  expect(kept.status).toBe(200);
  const again = await service.api("DELETE", `${customer.path}/consents/esign`, { token: customer.token });
  expect(again.status).toBe(404);
});

test("FCRA-22 the instruction to obtain reports ends when it is revoked, and by itself after a year", async () => {
  const customer = await service.addCustomer();
  await service.consent(customer, "report_access");
  expect(await listKinds(customer)).toEqual(["report_access"]);
  await service.api("DELETE", `${customer.path}/consents/report_access`, { token: customer.token });
  expect(await listKinds(customer)).toEqual([]);

  await service.consent(customer, "report_access");
  service.clock.advanceMs(365 * 24 * 3_600_000);
  expect(await listKinds(customer)).toEqual([]);
  await service.runJob("expire-consents");
  const events = await service.listEvents("consent.expired.v1");
  expect(events.filter(({ data }) => data.customer_id === customer.uuid)).toHaveLength(1);
});

test("MAIL-1 PRIV-2 an opt-out is done at once", async () => {
  const customer = await service.addCustomer();
  await service.consent(customer, "marketing_email");
  await service.api("POST", `${customer.path}/privacy-requests`, {
    token: customer.token,
    body: { kind: "opt_out" },
  });
  expect(await listKinds(customer)).toEqual([]);
});
