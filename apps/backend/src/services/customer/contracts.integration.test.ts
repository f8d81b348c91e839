import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ApiAnswer } from "../../testing/api-client.ts";
import {
  type CustomerTest,
  startCustomerTest,
  type TestCustomer,
} from "../../testing/start-customer-test.ts";
import { contractMachine } from "./machines.ts";

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

describe("CROA-5 the notice", () => {
  test.each([
    ["is of tomorrow", { channel: "mail", received_on: "2026-11-24" }],
    ["was sent after it came", { channel: "mail", sent_on: "2026-11-23", received_on: "2026-11-22" }],
  ])("that %s is not entered", async (_name, body) => {
    const customer = await service.addCustomer();
    const contract = await service.signed(customer);
    const answer = await cancel(contract, await service.tokens.staff("compliance"), body);
    expect(answer).toMatchObject({ status: 422, body: { code: "notice.date_invalid" } });
    expect((await get(contract, customer.token)).body.status).toBe("signed");
  });

  test("of a customer is dated now: they cannot date it back", async () => {
    const customer = await service.addCustomer();
    const contract = await service.signed(customer);
    service.clock.set("2026-12-10T18:00:00.000Z");
    const body = { channel: "mail", sent_on: "2026-11-24" };
    expect(await cancel(contract, customer.token, body)).toMatchObject({
      status: 422,
      body: { code: "notice.date_invalid" },
    });
  });

  test("works while the customer is suspended, and a second one finds nothing", async () => {
    const customer = await service.addCustomer();
    await service.activate(customer);
    const token = await service.tokens.staff("compliance");
    const { etag } = await service.api("GET", customer.path, { token });
    const suspension = { token, ifMatch: etag ?? 0, body: { reason: "payment" } };
    expect((await service.api("POST", `${customer.path}/suspend`, suspension)).status).toBe(200);
    const { body } = await service.api("GET", `${customer.path}/contracts`, { token });
    const contract = { body: body.data[0] } as ApiAnswer;
    expect(await cancel(contract, customer.token)).toMatchObject({
      status: 200,
      body: { status: "terminated" },
    });
    expect(await cancel(contract, customer.token)).toMatchObject({
      status: 409,
      body: { code: "contract.not_cancellable" },
    });
    expect((await service.api("GET", customer.path, { token })).body.status).toBe("cancelled");
  });
});

test("a customer who cancelled comes back with a new contract and no other way", async () => {
  const customer = await service.addCustomer();
  const contract = await service.signed(customer);
  await cancel(contract, customer.token);
  const again = await service.draft(customer);
  expect(again.status).toBe(201);
  expect((await service.api("GET", customer.path, { token: customer.token })).body.status).toBe("pending");
});

test("one contract is open at a time, however many are asked for at once", async () => {
  const customer = await service.addCustomer();
  const answers = await Promise.all(Array.from({ length: 8 }, () => service.draft(customer)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
});

test("an offer for another state is withdrawn when the customer moves; a signed contract keeps its own law", async () => {
  const move = (customer: TestCustomer) =>
    service.api("POST", `${customer.path}/addresses`, {
      token: customer.token,
      body: { line1: "2 Elm St", city: "Los Angeles", state: "CA", postal_code: "90001" },
    });
  const early = await service.addCustomer();
  const offer = await service.offer(early);
  await move(early);
  expect((await get(offer, early.token)).body).toMatchObject({
    status: "withdrawn",
    end_reason: "address_changed",
  });

  const late = await service.addCustomer();
  const contract = await service.signed(late);
  await move(late);
  expect((await get(contract, late.token)).body).toMatchObject({
    status: "signed",
    state: "NY",
    cancel_deadline: "2026-11-27",
  });
});

test("CROA-12 compliance declares a contract void, with the rule that was broken; nobody else may", async () => {
  const customer = await service.addCustomer();
  const contract = await service.signed(customer);
  const call = async (role: "agent" | "compliance" | "admin") =>
    service.api("POST", `/v1/contracts/${contract.body.id}/void`, {
      token: await service.tokens.staff(role),
      body: { rule: "CROA-3", reason: "the total of all payments was wrong" },
    });
  expect((await call("admin")).status).toBe(403);
  expect(await call("compliance")).toMatchObject({ status: 200, body: { status: "void" } });
  const events = await service.listEvents("contract.voided.v1");
  expect(events.at(-1)?.data).toMatchObject({ customer_id: customer.uuid, rule: "CROA-3" });
});

describe("TSR-2 how it was sold", () => {
  const change = (contract: ApiAnswer, token: string, sale_channel: string) =>
    service.api("POST", `/v1/contracts/${contract.body.id}/sale-channel`, {
      token,
      ifMatch: contract.etag ?? 0,
      body: { sale_channel, reason: "as the recording shows" },
    });

  test("a customer cannot say so; the staff must, or it is unknown", async () => {
    const own = await service.addCustomer();
    expect((await service.draft(own, { plan: "essential", sale_channel: "phone" })).body.sale_channel).toBe(
      "online",
    );
    const other = await service.addCustomer();
    const token = await service.tokens.staff("compliance");
    expect((await service.draft(other, { plan: "essential" }, token)).body.sale_channel).toBe("unknown");
  });

  test("an agent moves it under the rule, and cannot move it back; compliance can", async () => {
    const customer = await service.addCustomer();
    const agentId = randomUUID();
    const compliance = await service.tokens.staff("compliance");
    const { etag } = await service.api("GET", customer.path, { token: compliance });
    await service.api("PUT", `${customer.path}/agent`, {
      token: compliance,
      ifMatch: etag ?? 0,
      body: { agent_user_id: `usr_${agentId.replaceAll("-", "")}` },
    });
    const agent = await service.tokens.staff("agent", { userId: agentId });
    const draft = await service.draft(customer);
    const mixed = await change(draft, agent, "mixed");
    expect(mixed).toMatchObject({ status: 200, body: { sale_channel: "mixed" } });
    expect(await change(mixed, agent, "online")).toMatchObject({
      status: 403,
      body: { code: "tsr.channel_locked", rule: "TSR-2" },
    });
    expect(await change(mixed, compliance, "online")).toMatchObject({ status: 200 });
  });

  test("a sales call before the signature makes it mixed, before and after the draft", async () => {
    const token = await service.tokens.staff("compliance");
    const call = (customer: TestCustomer) =>
      service.api("POST", `${customer.path}/notes`, {
        token,
        body: { kind: "sales_call", text: "asked for prices" },
      });
    const before = await service.addCustomer();
    await call(before);
    expect((await service.draft(before)).body.sale_channel).toBe("mixed");
    const after = await service.addCustomer();
    const draft = await service.draft(after);
    await call(after);
    expect((await get(draft, after.token)).body.sale_channel).toBe("mixed");
  });
});

describe("lost updates", () => {
  test("a state action without If-Match is refused, with a stale one too, and of two at once one wins", async () => {
    const customer = await service.addCustomer();
    await service.consent(customer, "esign");
    await service.acknowledge(customer);
    const draft = await service.draft(customer);
    const path = `/v1/contracts/${draft.body.id}/offer`;
    const { token } = customer;
    expect((await service.api("POST", path, { token })).status).toBe(428);
    expect((await service.api("POST", path, { token, ifMatch: 99 })).status).toBe(412);
    const both = await Promise.all(
      [1, 2].map(() => service.api("POST", path, { token, ifMatch: draft.etag ?? 0 })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});

describe("what the table of contracts does not list cannot happen", () => {
  const operations: [
    name: string,
    to: string,
    call: (id: string, customer: TestCustomer, etag: number) => Promise<ApiAnswer>,
  ][] = [
    [
      "offer",
      "offered",
      (id, { token }, ifMatch) => service.api("POST", `/v1/contracts/${id}/offer`, { token, ifMatch }),
    ],
    [
      "void",
      "void",
      async (id) =>
        service.api("POST", `/v1/contracts/${id}/void`, {
          token: await service.tokens.staff("compliance"),
          body: { rule: "CROA-4", reason: "no notice was in the packet" },
        }),
    ],
  ];
  const illegal = operations.flatMap(([name, to, call]) =>
    contractMachine.states
      .filter((from) => !(contractMachine.edges[from] as readonly string[]).includes(to))
      .map((from) => [name, from, call] as const),
  );
  test.each(illegal)(
    "over HTTP: %s of a contract that is %s is 409 and changes nothing",
    async (_name, from, call) => {
      const customer = await service.addCustomer();
      const contract = await service.signed(customer);
      await service.sql(
        "UPDATE customer.contract SET status = $1::customer.contract_status WHERE customer_id = $2",
        [from, customer.uuid],
      );
      const before = await service.sql("SELECT * FROM customer.contract WHERE customer_id = $1", [
        customer.uuid,
      ]);
      const events = (await service.listEvents()).length;
      expect(await call(contract.body.id, customer, contract.etag ?? 0)).toMatchObject({
        status: 409,
        body: { code: "state.invalid_transition" },
      });
      expect(
        await service.sql("SELECT * FROM customer.contract WHERE customer_id = $1", [customer.uuid]),
      ).toEqual(before);
      expect((await service.listEvents()).length).toBe(events);
    },
  );
});
