import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type CustomerTest,
  pdfBytes,
  startCustomerTest,
  type TestCustomer,
} from "../../testing/start-customer-test.ts";
import { protectionMachine } from "./domain/protections.ts";

let service: CustomerTest;
beforeAll(async () => {
  service = await startCustomerTest();
});
beforeEach(() => service.clock.set("2026-11-30T17:00:00.000Z"));
afterAll(() => service.close());

const freeze = { kind: "freeze", bureau: "EXP", channel: "online", requested_on: "2026-11-30" };
const ask = ({ path, token }: TestCustomer, body: object = {}, by = token) =>
  service.api("POST", `${path}/protections`, { token: by, body: { ...freeze, ...body } });
const act = ({ token }: TestCustomer, id: string, verb: string, body: object, ifMatch: number) =>
  service.api("POST", `/v1/protections/${id}/${verb}`, { token, body, ifMatch });
const list = async ({ path, token }: TestCustomer) =>
  (await service.api("GET", `${path}/protections`, { token })).body.data;

describe("FCRA-17 fraud alerts and freezes", () => {
  test("are the customer's own to ask for: staff sees them and writes none", async () => {
    const customer = await service.addCustomer();
    for (const role of ["agent", "compliance", "admin", "billing"] as const) {
      expect((await ask(customer, {}, await service.tokens.staff(role))).status).toBe(403);
    }
    expect((await ask(customer)).status).toBe(201);
    const seen = await service.api("GET", `${customer.path}/protections`, {
      token: await service.tokens.staff("compliance"),
    });
    expect(seen.body.data).toHaveLength(1);
    const stranger = await service.addCustomer();
    expect((await ask(customer, {}, stranger.token)).status).toBe(404);
    const [{ id }] = await list(customer);
    expect((await act(stranger, id, "place", { placed_on: "2026-11-30" }, 1)).status).toBe(404);
  });

  test("a freeze is due the next business day, is placed, and lasts until it is ended", async () => {
    const customer = await service.addCustomer();
    const asked = await ask(customer);
    expect(asked.body).toMatchObject({ state: "requested", act_by: "2026-12-01", ends_on: null });
    expect((await act(customer, asked.body.id, "place", { placed_on: "2026-12-02" }, 1)).status).toBe(422);
    expect((await act(customer, asked.body.id, "place", { placed_on: "2026-11-29" }, 1)).status).toBe(422);
    const placed = await act(customer, asked.body.id, "place", { placed_on: "2026-11-30" }, 1);
    expect(placed.body).toMatchObject({ state: "in_place", ends_on: null });
    expect((await act(customer, asked.body.id, "end", { ended_on: "2026-11-30" }, 1)).status).toBe(412);
    const ended = await act(customer, asked.body.id, "end", { ended_on: "2026-11-30" }, placed.etag ?? 0);
    expect(ended.body).toMatchObject({ state: "ended", ended_on: "2026-11-30" });
  });

  test("an extended alert rests on a stored identity theft report of the customer", async () => {
    const customer = await service.addCustomer();
    const extended = { kind: "extended_alert" };
    expect(await ask(customer, extended)).toMatchObject({
      status: 409,
      body: { code: "fcra.theft_report_missing", rule: "FCRA-17" },
    });
    const report = await service.upload(customer, pdfBytes());
    const asked = await ask(customer, { ...extended, document_id: report.body.id });
    expect(asked.status).toBe(201);
    const placed = await act(customer, asked.body.id, "place", { placed_on: "2026-11-30" }, 1);
    expect(placed.body.ends_on).toBe("2033-11-30");
    const other = await service.addCustomer();
    expect((await ask(other, { ...extended, document_id: report.body.id })).status).toBe(404);
  });

  test("the customer is told once, a month before an alert ends", async () => {
    const customer = await service.addCustomer();
    const asked = await ask(customer, { kind: "fraud_alert" });
    await act(customer, asked.body.id, "place", { placed_on: "2026-11-30" }, 1);
    const told = async () =>
      (await service.listEvents("protection.ends_soon.v1")).filter(
        ({ data }) => data.customer_id === customer.uuid,
      );
    service.clock.set("2027-10-30T15:00:00.000Z");
    await service.runJob("watch-protections");
    expect(await told()).toEqual([]);
    service.clock.set("2027-10-31T15:00:00.000Z");
    await Promise.all([service.runJob("watch-protections"), service.runJob("watch-protections")]);
    await service.runJob("watch-protections");
    expect((await told()).map(({ data }) => data.ends_on)).toEqual(["2027-11-30"]);
  });

  test.each([
    ["a kind that is none", { kind: "credit_lock" }],
    ["asked for tomorrow", { requested_on: "2026-12-02" }],
    ["a day that is none", { requested_on: "2026-02-30" }],
    ["a member that is not the caller's", { state: "in_place" }],
  ])("%s: refused, and nothing is stored", async (_name, body) => {
    const customer = await service.addCustomer();
    expect((await ask(customer, body)).status).toBe(422);
    expect(await list(customer)).toEqual([]);
  });
});

describe("a protection in each state refuses what its table does not list, and nothing changes", () => {
  const reach = { place: "in_place", end: "ended" } as const;
  const cases = protectionMachine.states.flatMap((from) =>
    (["place", "end"] as const)
      .filter(
        (verb) => !(protectionMachine.allows(from, reach[verb]) || (verb === "end" && from === "requested")),
      )
      .map((verb) => [from, verb] as const),
  );
  test.each(cases)("%s: %s", async (from, verb) => {
    const customer = await service.addCustomer();
    const { body } = await ask(customer);
    await service.sql("UPDATE customer.protection SET state = $1 WHERE customer_id = $2", [
      from,
      customer.uuid,
    ]);
    const before = await list(customer);
    const day = verb === "place" ? { placed_on: "2026-11-30" } : { ended_on: "2026-11-30" };
    expect((await act(customer, body.id, verb, day, 1)).body.code).toBe("state.invalid_transition");
    expect(await list(customer)).toEqual(before);
  });
});
