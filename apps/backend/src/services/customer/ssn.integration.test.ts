import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { revealSsn, setSsn } from "../../testing/ssn-calls.ts";
import { type CustomerTest, startCustomerTest } from "../../testing/start-customer-test.ts";

let service: CustomerTest;
beforeAll(async () => {
  service = await startCustomerTest();
});
afterAll(() => service.close());

describe("SSN-2 the number", () => {
  test("is shown with its last four digits, and whole to compliance alone, with a reason and an audit row", async () => {
    const customer = await service.addCustomer();
    const ssn = service.newSsn();
    const masked = `***-**-${ssn.slice(-4)}`;
    expect(await setSsn(service, customer, ssn)).toMatchObject({ status: 200, body: { masked } });
    const shown = await service.api("GET", customer.path, { token: customer.token });
    expect(shown.body.ssn).toEqual({ on_file: true, masked });

    const compliance = await service.tokens.staff("compliance");
    expect((await revealSsn(service, customer, compliance)).body).toEqual({ ssn });
    const audit = await service.sql(
      "SELECT actor_role, reason FROM customer.audit_event WHERE action = 'pii.revealed' AND object_id = $1",
      [customer.uuid],
    );
    expect(audit).toEqual([{ actor_role: "compliance", reason: "bureau asked for proof of identity" }]);

    const roles = ["agent", "billing", "admin", "auditor"] as const;
    for (const role of roles) {
      expect((await revealSsn(service, customer, await service.tokens.staff(role))).status).toBe(403);
    }
    expect((await revealSsn(service, customer, customer.token)).status).toBe(403);
    expect(
      (await revealSsn(service, customer, await service.tokens.staff("compliance", { steppedUp: false })))
        .status,
    ).toBe(403);
  });

  test("is shown to one person five times a day, also when asked ten times at once", async () => {
    const customer = await service.addCustomer();
    await setSsn(service, customer, service.newSsn());
    const token = await service.tokens.staff("compliance");
    const answers = await Promise.all(Array.from({ length: 10 }, () => revealSsn(service, customer, token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(answers.find(({ status }) => status === 429)?.body).toMatchObject({ code: "pii.reveal_limit" });
    service.clock.advanceMs(24 * 3_600_000 + 1);
    expect((await revealSsn(service, customer, token)).status).toBe(200);
  });

  test("needs the second factor", async () => {
    const customer = await service.addCustomer();
    const token = await service.tokens.customer(customer.uuid, { userId: customer.userId, steppedUp: false });
    expect((await setSsn(service, customer, service.newSsn(), { token })).body.code).toBe(
      "auth.step_up_required",
    );
  });

  test("is found by its last four digits, by staff who may", async () => {
    const customer = await service.addCustomer();
    const ssn = service.newSsn();
    await setSsn(service, customer, ssn);
    const token = await service.tokens.staff("compliance");
    const { body } = await service.api("GET", `/v1/customers?q=${ssn.slice(-4)}`, { token });
    expect(body.data.map(({ id }: { id: string }) => id)).toContain(customer.id);
    const looked = await service.sql(
      "SELECT details::text FROM customer.audit_event WHERE action = 'customer.looked_up_by_last4'",
    );
    expect(looked).toHaveLength(1);
    expect(String(looked[0]?.details)).not.toContain(ssn.slice(-4));
    const agent = await service.tokens.staff("agent");
    expect(
      (await service.api("GET", `/v1/customers?q=${ssn.slice(-4)}`, { token: agent })).body.data,
    ).toEqual([]);
  });
});

describe("SSN-1 CROA-10 what is refused", () => {
  test.each([
    ["000-12-3456", "ssn.invalid", "SSN-1"],
    ["078-05-1120", "ssn.invalid", "SSN-1"],
    ["912-50-1234", "croa.identity_number", "CROA-10"],
    ["12-3456789", "croa.identity_number", "CROA-10"],
  ])("%s: %s", async (ssn, code, rule) => {
    const customer = await service.addCustomer();
    const answer = await setSsn(service, customer, ssn);
    expect(answer).toMatchObject({ status: 422, body: { code, rule } });
    expect(JSON.stringify(answer.body)).not.toContain(ssn);
    expect((await service.api("GET", customer.path, { token: customer.token })).body.ssn.on_file).toBe(false);
  });

  test("one account a number, of two at once as well", async () => {
    const ssn = service.newSsn();
    const [one, two] = await Promise.all([service.addCustomer(), service.addCustomer()]);
    const answers = await Promise.all([setSsn(service, one, ssn), setSsn(service, two, ssn)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: "customer.duplicate" });
  });

  test("CROA-10 a verified number is changed by compliance alone, with a reason; the name too", async () => {
    const customer = await service.addCustomer();
    await setSsn(service, customer, service.newSsn());
    await service.verifyIdentity(customer);
    expect(await setSsn(service, customer, service.newSsn())).toMatchObject({
      status: 409,
      body: { code: "ssn.locked" },
    });
    const token = await service.tokens.staff("compliance");
    expect((await setSsn(service, customer, service.newSsn(), { token })).status).toBe(409);
    expect(
      (await setSsn(service, customer, service.newSsn(), { token, reason: "typing error, card seen" }))
        .status,
    ).toBe(200);
    const { etag } = await service.api("GET", customer.path, { token: customer.token });
    const rename = { token: customer.token, ifMatch: etag ?? 0, body: { last_name: "Nobody" } };
    expect(await service.api("PATCH", customer.path, rename)).toMatchObject({
      status: 403,
      body: { rule: "CROA-10" },
    });
  });
});
