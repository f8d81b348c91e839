import { randomUUID } from "node:crypto";
import type { CustomerStanding } from "@horizon/contracts/backend";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publicIdOf } from "../../platform/ids.ts";
import { type DisputeCustomer, type DisputeStory, startDisputeStory } from "../../testing/dispute-story.ts";

let story: DisputeStory;
beforeAll(async () => {
  story = await startDisputeStory();
});
afterAll(() => story.close());

async function performedFor({ standing }: DisputeCustomer) {
  const events = await story.service.listEvents("service.performed.v1");
  return events
    .map(({ data }) => data)
    .filter(({ customer_id }) => customer_id === standing.customer_id)
    .map(({ kind, subject_id, line_id, completed_at }) => ({ kind, subject_id, line_id, completed_at }));
}

const lineOf = ({ contract }: CustomerStanding, kind: string) =>
  contract?.lines.find((line) => line.kind === kind)?.line_id;

describe("CROA-8 an analysis is performed when the customer has read it", () => {
  const read = (customer: DisputeCustomer, report_id: string, id = randomUUID()) =>
    story.service.deliver({
      type: "findings.delivered.v1",
      id,
      data: { customer_id: customer.standing.customer_id, report_id },
    });

  test("once for each report, however often it is told", async () => {
    const customer = await story.addCustomer();
    const [first, second] = [randomUUID(), randomUUID()];
    expect((await read(customer, first)).ok).toBe(true);
    expect((await read(customer, first)).ok).toBe(true);
    expect((await read(customer, second)).ok).toBe(true);
    const line_id = lineOf(customer.standing, "analysis_delivered");
    expect(await performedFor(customer)).toEqual([
      expect.objectContaining({ kind: "analysis_delivered", subject_id: first, line_id }),
      expect.objectContaining({ kind: "analysis_delivered", subject_id: second, line_id }),
    ]);
  });

  test.each([
    ["CROA-6 while the right to cancel runs", { status: "signed", service_not_before: "2026-12-02" }, {}],
    ["CROA-3 without a contract in force", { status: "terminated" }, {}],
    ["while the customer is suspended", {}, { status: "suspended" }],
  ] as const)("%s it is no service", async (_name, ofContract, fields) => {
    const customer = await story.addCustomer();
    const { contract, customer_id } = customer.standing;
    if (contract)
      story.service.standings.set(customer_id, { contract: { ...contract, ...ofContract }, ...fields });
    expect((await read(customer, randomUUID())).ok).toBe(true);
    expect(await performedFor(customer)).toEqual([]);
  });

  test("without an answer about the customer it waits, and nothing is lost", async () => {
    const customer = await story.addCustomer();
    const [report, event] = [randomUUID(), randomUUID()];
    story.service.standings.setDown(true);
    expect((await read(customer, report, event)).ok).toBe(false);
    story.service.standings.setDown(false);
    expect((await read(customer, report, event)).ok).toBe(true);
    expect(await performedFor(customer)).toHaveLength(1);
  });
});

describe("CROA-8 a month is performed when it is over", () => {
  const monthLine = {
    line_id: randomUUID(),
    kind: "month_completed",
    description: "A month",
    unit_price_cents: 4_900,
    quantity: 6,
  } as const;
  async function withMonths() {
    const customer = await story.addCustomer();
    const { contract, customer_id } = customer.standing;
    if (contract)
      story.service.standings.set(customer_id, {
        contract: { ...contract, lines: [...contract.lines, monthLine] },
      });
    return customer;
  }
  const end = ({ standing }: DisputeCustomer, data: object = {}) =>
    story.service.deliver({
      type: "contract.month_ended.v1",
      data: {
        customer_id: standing.customer_id,
        contract_id: standing.contract?.contract_id,
        month_id: randomUUID(),
        ...{ number: 1, first_day: "2026-11-06", last_day: "2026-11-29" },
        ...{ served: true, statement_required: false },
        ...data,
      },
    });

  test("at its last instant where the customer is, once", async () => {
    const customer = await withMonths();
    const month_id = randomUUID();
    expect((await end(customer, { month_id })).ok).toBe(true);
    expect((await end(customer, { month_id })).ok).toBe(true);
    expect(await performedFor(customer)).toEqual([
      {
        kind: "month_completed",
        subject_id: month_id,
        line_id: monthLine.line_id,
        completed_at: "2026-11-30T04:59:59.999Z",
      },
    ]);
  });

  test("not when it was cut short or suspended, nor of another contract, nor when no months are sold", async () => {
    const customer = await withMonths();
    expect((await end(customer, { served: false })).ok).toBe(true);
    expect((await end(customer, { contract_id: randomUUID() })).ok).toBe(true);
    expect(await performedFor(customer)).toEqual([]);
    const perService = await story.addCustomer();
    expect((await end(perService)).ok).toBe(true);
    expect(await performedFor(perService)).toEqual([]);
  });
});

test("CROA-8 the same service is performed once, and not before it is done", async () => {
  const { api } = story.service;
  const customer = await story.addCustomer();
  const body = {
    customer_id: customer.id,
    kind: "analysis_delivered",
    subject_id: publicIdOf("rep", randomUUID()),
    completed_at: story.service.clock.now().toISOString(),
  };
  const perform = (changes = {}) =>
    api("POST", "/v1/service-performances", { token: customer.agentToken, body: { ...body, ...changes } });
  const answers = await Promise.all(Array.from({ length: 5 }, () => perform()));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  expect(await perform({ completed_at: "2099-01-01T00:00:00Z" })).toMatchObject({
    status: 422,
    body: { code: "performance.in_future", rule: "CROA-8" },
  });
});
