import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type CustomerTest,
  startCustomerTest,
  type TestCustomer,
} from "../../testing/start-customer-test.ts";

let service: CustomerTest;
beforeAll(async () => {
  service = await startCustomerTest();
});
beforeEach(() => service.clock.set("2026-11-02T17:00:00.000Z"));
afterAll(() => service.close());

const run = () => service.runJob("close-contract-months");
async function monthsOf({ uuid }: TestCustomer) {
  const events = await service.listEvents("contract.month_ended.v1");
  return events
    .filter(({ data }) => data.customer_id === uuid)
    .map(({ data: { number, first_day, last_day, served, statement_required } }) => [
      number,
      first_day,
      last_day,
      served,
      statement_required,
    ]);
}

describe("CA-1789.13 the months of a contract", () => {
  test("end one after the other, each told once; after a pause of the worker all are made up for", async () => {
    const customer = await service.addCustomer({ state: "CA" });
    await service.activate(customer);
    // Signed on a Monday: five working days, and service from 2026-11-10.
    service.clock.set("2026-12-10T07:00:00.000Z");
    await run();
    expect(await monthsOf(customer), "in California it is still the last day").toEqual([]);
    service.clock.set("2026-12-10T08:00:01.000Z");
    await Promise.all([run(), run()]);
    await run();
    const first = [1, "2026-11-10", "2026-12-09", true, true];
    expect(await monthsOf(customer)).toEqual([first]);
    service.clock.set("2027-03-01T12:00:00.000Z");
    await run();
    expect(await monthsOf(customer)).toEqual([
      first,
      [2, "2026-12-10", "2027-01-09", true, true],
      [3, "2027-01-10", "2027-02-09", true, true],
    ]);
  });

  test("elsewhere no statement is required; a month with a suspension is not one of service", async () => {
    const customer = await service.addCustomer();
    await service.activate(customer);
    const token = await service.tokens.staff("compliance");
    const move = async (action: string, body?: object) => {
      const { etag } = await service.api("GET", customer.path, { token });
      const call = { token, ifMatch: etag ?? 0, ...(body ? { body } : {}) };
      expect((await service.api("POST", `${customer.path}/${action}`, call)).status).toBe(200);
    };
    service.clock.set("2026-11-20T12:00:00.000Z");
    await move("suspend", { reason: "payment" });
    service.clock.set("2026-11-21T12:00:00.000Z");
    await move("resume");
    service.clock.set("2027-02-01T12:00:00.000Z");
    await run();
    expect(
      (await monthsOf(customer)).map(([number, , , served, required]) => [number, served, required]),
    ).toEqual([
      [1, false, false],
      [2, true, false],
    ]);
  });

  test("a contract that is ended has a last, shorter month and then none", async () => {
    const customer = await service.addCustomer({ state: "CA" });
    await service.activate(customer);
    service.clock.set("2026-11-20T18:00:00.000Z");
    const { body } = await service.api("GET", `${customer.path}/contracts`, { token: customer.token });
    const ended = await service.api("POST", `/v1/contracts/${body.data[0].id}/cancel`, {
      token: customer.token,
      body: {},
    });
    expect(ended.status).toBe(200);
    service.clock.set("2027-02-01T12:00:00.000Z");
    await run();
    await run();
    expect(await monthsOf(customer)).toEqual([[1, "2026-11-10", "2026-11-20", false, true]]);
  });

  test("a contract that was cancelled in its window has none", async () => {
    const customer = await service.addCustomer({ state: "CA" });
    const contract = await service.signed(customer);
    await service.api("POST", `/v1/contracts/${contract.body.id}/cancel`, {
      token: customer.token,
      body: {},
    });
    service.clock.set("2027-02-01T12:00:00.000Z");
    await run();
    expect(await monthsOf(customer)).toEqual([]);
  });
});

test("TSR-1 a proof that is due becomes a task of the staff, once", async () => {
  const customer = await service.addCustomer();
  const event = {
    id: "01930000-0000-7000-8000-0000000000aa",
    type: "tsr.proof_due.v1",
    data: {
      customer_id: customer.uuid,
      contract_id: customer.uuid,
      result_on: "2027-01-15",
      issued_after: "2027-07-15",
    },
  };
  expect((await service.deliver(event)).ok).toBe(true);
  expect((await service.deliver(event)).ok).toBe(true);
  const { body } = await service.api("GET", `${customer.path}/tasks?open=true`, {
    token: await service.tokens.staff("compliance"),
  });
  expect(body.data).toEqual([
    expect.objectContaining({ kind: "tsr_proof", title: expect.stringContaining("2027-07-15") }),
  ]);
});
