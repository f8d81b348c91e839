import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ApiAnswer } from "../../testing/api-client.ts";
import {
  type CustomerTest,
  pdfBytes,
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
