import { randomUUID } from "node:crypto";
import type { CustomerStanding } from "@horizon/contracts/backend";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { publicIdOf } from "../../platform/ids.ts";
import { startTestService, type TestService } from "../../testing/start-test-service.ts";
import { walkList } from "../../testing/walk-list.ts";
import { startBilling } from "./app.ts";
import type { BillingContext } from "./context.ts";
import { parseBillingEnv } from "./env.ts";

type Contract = NonNullable<CustomerStanding["contract"]>;

let service: TestService<BillingContext>;
beforeAll(async () => {
  service = await startTestService({
    name: "billing-service",
    start: (env, overrides) => startBilling(parseBillingEnv(env), overrides),
    env: { STRIPE_API_KEY: "sk_test_1", STRIPE_WEBHOOK_SECRET: "whsec_test" },
  });
});
beforeEach(() => service.clock.set("2026-12-07T15:00:00.000Z"));
afterAll(() => service.close());

async function addCustomer(fields: Partial<Contract> = {}) {
  const standing = service.standings.add({ state: "CA", zone: "America/Los_Angeles" });
  const { contract } = standing;
  if (contract === null) throw new Error("there is a contract");
  service.standings.set(standing.customer_id, {
    contract: { ...contract, monthly_statement: true, ...fields },
  });
  const customer_id = standing.customer_id;
  const contract_id = contract.contract_id;
  const token = await service.tokens.customer(customer_id);
  const id = publicIdOf("cus", customer_id);
  const tell = async (type: string, aggregateId: string, data: object) => {
    const result = await service.deliver({ type, aggregateId, data: { customer_id, ...data } });
    expect(result).toMatchObject({ ok: true });
  };
  return {
    id,
    token,
    customer_id,
    contract_id,
    async perform(completed_at: string) {
      const performance_id = randomUUID();
      const line_id = contract.lines.find(({ kind }) => kind === "round_mailed")?.line_id;
      const what = { contract_id, line_id, kind: "round_mailed", subject_id: randomUUID(), completed_at };
      await tell("service.performed.v1", performance_id, { performance_id, ...what });
      return publicIdOf("per", performance_id);
    },
    endMonth: (number: number, first_day: string, last_day: string, statement_required = true) =>
      tell("contract.month_ended.v1", contract_id, {
        contract_id,
        month_id: randomUUID(),
        ...{ number, first_day, last_day, served: true, statement_required },
      }),
    tellItem: (state: string, item_id: string) =>
      tell(`dispute_item.${state}.v1`, item_id, {
        item_id,
        bureau: "EXP",
        from: "investigating",
        round_id: null,
        element_id: null,
      }),
    statements: async () => (await service.api("GET", `/v1/customers/${id}/statements`, { token })).body.data,
    invoices: async () => (await service.api("GET", `/v1/customers/${id}/invoices`, { token })).body.data,
    bill: async (performance_ids?: string[]) =>
      service.api("POST", "/v1/invoices", {
        token: await service.tokens.staff("billing"),
        body: { customer_id: id, ...(performance_ids ? { performance_ids } : {}) },
      }),
  };
}

describe("CA-1789.13 the itemised statement of a month", () => {
  test("comes before what it shows is billed; what a later month holds waits for its own", async () => {
    const customer = await addCustomer();
    const performance = await customer.perform("2026-11-20T12:00:00.000Z");
    expect(await customer.bill()).toMatchObject({
      status: 409,
      body: { code: "state.statement_missing", rule: "CA-1789.13" },
    });
    expect((await customer.bill([performance])).body.code).toBe("state.statement_missing");
    await service.runJob("invoice-performances");
    expect(await customer.invoices()).toEqual([]);

    // The last instant of the month where the customer is, and the first of the next.
    const last = await customer.perform("2026-12-06T07:59:59.999Z");
    const next = await customer.perform("2026-12-06T08:00:00.000Z");
    await customer.endMonth(1, "2026-11-06", "2026-12-05");
    await customer.endMonth(1, "2026-11-06", "2026-12-05");
    expect(await customer.statements()).toEqual([
      expect.objectContaining({
        month: 1,
        first_day: "2026-11-06",
        last_day: "2026-12-05",
        services: [
          {
            performance_id: performance,
            kind: "round_mailed",
            completed_on: "2026-11-20",
            price: { amount: 5_900, currency: "USD" },
          },
          expect.objectContaining({ performance_id: last, completed_on: "2026-12-05" }),
        ],
      }),
    ]);
    expect((await customer.bill([next])).body.code).toBe("state.statement_missing");
    await service.runJob("invoice-performances");
    const [invoice, ...others] = await customer.invoices();
    expect(others).toEqual([]);
    expect(invoice.lines.map((line: { performance_id: string }) => line.performance_id).sort()).toEqual(
      [performance, last].sort(),
    );
    const told = await service.listEvents("statement.issued.v1");
    expect(told.filter(({ data }) => data.customer_id === customer.customer_id)).toHaveLength(1);
  });

  test("stands in a list that shows each month once, the newest first", async () => {
    const customer = await addCustomer();
    const months = [
      ["2026-09-06", "2026-10-05"],
      ["2026-10-06", "2026-11-05"],
      ["2026-11-06", "2026-12-05"],
    ] as const;
    for (const [index, [first, last]] of months.entries()) await customer.endMonth(index + 1, first, last);
    const { whole, walked } = await walkList(
      service.api,
      `/v1/customers/${customer.id}/statements`,
      customer.token,
    );
    expect(walked).toEqual(whole);
    expect(new Set(whole.map((row) => JSON.parse(row).month))).toEqual(new Set([1, 2, 3]));
  });

  test("is given also for a month without a service; elsewhere only for one with", async () => {
    const idle = await addCustomer();
    await idle.endMonth(1, "2026-11-06", "2026-12-05");
    expect(await idle.statements()).toEqual([expect.objectContaining({ month: 1, services: [] })]);
    const elsewhere = await addCustomer({ monthly_statement: false });
    await elsewhere.endMonth(1, "2026-11-06", "2026-12-05", false);
    expect(await elsewhere.statements()).toEqual([]);
    await elsewhere.perform("2026-12-10T12:00:00.000Z");
    await elsewhere.endMonth(2, "2026-12-06", "2027-01-05", false);
    expect(await elsewhere.statements()).toEqual([expect.objectContaining({ month: 2 })]);
  });

  test("shows what was heard of too late in the next month, and each service once", async () => {
    const customer = await addCustomer();
    await customer.endMonth(1, "2026-11-06", "2026-12-05");
    const late = await customer.perform("2026-12-01T12:00:00.000Z");
    await customer.endMonth(2, "2026-12-06", "2027-01-05");
    await customer.endMonth(3, "2027-01-06", "2027-02-05");
    const shown = (await customer.statements()).map(
      ({ month, services }: { month: number; services: { performance_id: string }[] }) => [
        month,
        services.map(({ performance_id }) => performance_id),
      ],
    );
    expect(shown).toEqual([
      [3, []],
      [2, [late]],
      [1, []],
    ]);
  });

  test("is a PDF, the same bytes each time, and nobody else's", async () => {
    const customer = await addCustomer();
    await customer.perform("2026-11-20T12:00:00.000Z");
    await customer.endMonth(1, "2026-11-06", "2026-12-05");
    const [{ id }] = await customer.statements();
    const read = (token: string) => service.api("GET", `/v1/statements/${id}/pdf`, { token });
    const [one, two] = [await read(customer.token), await read(customer.token)];
    expect(one.bytes.subarray(0, 5).toString()).toBe("%PDF-");
    expect(one.bytes.equals(two.bytes)).toBe(true);
    const other = await addCustomer();
    expect((await read(other.token)).status).toBe(404);
    const list = await service.api("GET", `/v1/customers/${customer.id}/statements`, { token: other.token });
    expect(list.status).toBe(404);
    expect((await service.api("GET", "/v1/statements/stm_nonsense/pdf", { token: other.token })).status).toBe(
      404,
    );
  });

  test("waits while nobody can say where the customer stands, and is written then", async () => {
    const customer = await addCustomer();
    service.standings.setDown(true);
    const event = {
      type: "contract.month_ended.v1",
      aggregateId: customer.contract_id,
      id: randomUUID(),
      data: {
        customer_id: customer.customer_id,
        contract_id: customer.contract_id,
        month_id: randomUUID(),
        ...{ number: 1, first_day: "2026-11-06", last_day: "2026-12-05" },
        ...{ served: true, statement_required: true },
      },
    };
    expect((await service.deliver(event)).ok).toBe(false);
    service.standings.setDown(false);
    expect((await service.deliver(event)).ok).toBe(true);
    expect(await customer.statements()).toHaveLength(1);
  });
});

describe("TSR-1 the watch for proofs", () => {
  const phone = { sale_channel: "phone", monthly_statement: false } as const;
  const due = async ({ customer_id }: { customer_id: string }) =>
    (await service.listEvents("tsr.proof_due.v1"))
      .map(({ data }) => data)
      .filter((data) => data.customer_id === customer_id)
      .map(({ result_on, issued_after }) => [result_on, issued_after]);

  test("says once that a report is due: six months after the newest result, when the promised time is over", async () => {
    const customer = await addCustomer(phone);
    await customer.perform("2026-11-20T12:00:00.000Z");
    service.clock.set("2027-01-10T15:00:00.000Z");
    await customer.tellItem("deleted", randomUUID());
    service.clock.set("2027-01-15T15:00:00.000Z");
    await customer.tellItem("updated", randomUUID());
    service.clock.set("2027-07-15T15:00:00.000Z");
    await service.runJob("watch-result-proofs");
    expect(await due(customer)).toEqual([]);
    service.clock.set("2027-07-16T15:00:00.000Z");
    await Promise.all([service.runJob("watch-result-proofs"), service.runJob("watch-result-proofs")]);
    await service.runJob("watch-result-proofs");
    expect(await due(customer)).toEqual([["2027-01-15", "2027-07-15"]]);
    expect((await customer.bill()).body.code).toBe("tsr.six_months");
  });

  test("is silent about what was reinserted, proven, sold online, or has no result", async () => {
    service.clock.set("2027-01-15T15:00:00.000Z");
    const [reinserted, proven, online, none] = await Promise.all([
      addCustomer(phone),
      addCustomer(phone),
      addCustomer({ monthly_statement: false }),
      addCustomer(phone),
    ]);
    const item = randomUUID();
    for (const customer of [reinserted, proven, online, none]) {
      await customer.perform("2026-11-20T12:00:00.000Z");
    }
    await reinserted.tellItem("deleted_fraud", item);
    await reinserted.tellItem("reinserted", item);
    await proven.tellItem("deleted_expedited", randomUUID());
    await online.tellItem("deleted", randomUUID());
    service.clock.set("2027-08-01T15:00:00.000Z");
    const proof = await service.api("POST", `/v1/customers/${proven.id}/result-proofs`, {
      token: await service.tokens.staff("compliance"),
      body: {
        document_id: publicIdOf("doc", randomUUID()),
        result_on: "2027-01-15",
        issued_on: "2027-07-20",
      },
    });
    expect(proof.status).toBe(201);
    await service.runJob("watch-result-proofs");
    for (const customer of [reinserted, proven, online, none]) expect(await due(customer)).toEqual([]);
    expect((await proven.bill()).status).toBe(201);
  });
});
