import { randomUUID } from "node:crypto";
import { verifyAuditChain } from "@horizon/db/backend";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type CustomerTest,
  pdfBytes,
  startCustomerTest,
  type TestCustomer,
} from "../../testing/start-customer-test.ts";
import { withoutRandom } from "../../testing/without-random.ts";

let service: CustomerTest;
beforeAll(async () => {
  service = await startCustomerTest();
});
afterAll(() => service.close());
beforeEach(() => service.clock.set("2026-11-23T18:00:00.000Z"));

const statusOf = async ({ path, token }: TestCustomer) =>
  (await service.api("GET", path, { token })).body.status;

describe("activation waits for identity, contract and instruction, whichever comes last", () => {
  const steps = {
    identity: (customer: TestCustomer) => service.verifyIdentity(customer),
    instruction: async (customer: TestCustomer) => void (await service.consent(customer, "report_access")),
    contract: async (customer: TestCustomer) => {
      const contract = await service.signed(customer);
      service.clock.set(contract.body.cancel_deadline_at);
      await service.runJob("release-service-holds");
    },
  };
  const orders = [
    ["identity", "instruction", "contract"],
    ["contract", "identity", "instruction"],
    ["instruction", "contract", "identity"],
  ] as const;
  test.each(orders)("%s, %s, then %s", async (...order) => {
    const customer = await service.addCustomer();
    for (const step of order) {
      expect(await statusOf(customer)).toBe("pending");
      await steps[step](customer);
    }
    expect(await statusOf(customer)).toBe("active");
    const events = await service.listEvents("customer.activated.v1");
    expect(events.filter(({ data }) => data.customer_id === customer.uuid)).toHaveLength(1);
  });

  test("a failed verification does not count, and another may follow", async () => {
    const customer = await service.addCustomer();
    const document = await service.upload(customer, pdfBytes());
    const ask = () =>
      service.api("POST", `${customer.path}/identity-verifications`, {
        token: customer.token,
        body: { document_ids: [document.body.id] },
      });
    const first = await ask();
    expect(await ask()).toMatchObject({ status: 409, body: { code: "identity.in_progress" } });
    const token = await service.tokens.staff("compliance");
    const decide = (decision: string) =>
      service.api("POST", `/v1/identity-verifications/${first.body.id}/decision`, {
        token,
        body: { decision, reason: "the name differs" },
      });
    expect((await decide("failed")).status).toBe(200);
    expect(await decide("verified")).toMatchObject({ status: 409, body: { code: "identity.decided" } });
    expect((await service.api("GET", customer.path, { token })).body.identity_verified).toBe(false);
    expect((await ask()).status).toBe(201);
  });
});

describe("suspension and completion", () => {
  test("stop and take up service, with the version that was read", async () => {
    const customer = await service.addCustomer();
    await service.activate(customer);
    const token = await service.tokens.staff("compliance");
    const call = async (action: string, body?: object, ifMatch?: number) => {
      const { etag } = await service.api("GET", customer.path, { token });
      return service.api("POST", `${customer.path}/${action}`, {
        token,
        ifMatch: ifMatch ?? etag ?? 0,
        body,
      });
    };
    expect((await call("suspend", { reason: "payment" }, 1)).status).toBe(412);
    expect((await call("suspend", { reason: "payment" })).body).toMatchObject({
      status: "suspended",
      suspended_reason: "payment",
    });
    expect((await call("suspend", { reason: "fraud" })).body.code).toBe("state.invalid_transition");
    expect((await call("complete", { reason: "all is done" })).body.code).toBe("state.invalid_transition");
    expect((await call("resume")).body).toMatchObject({ status: "active", suspended_reason: null });
    expect((await call("complete", { reason: "all is done" })).body.status).toBe("completed");
    const contracts = await service.api("GET", `${customer.path}/contracts`, { token });
    expect(contracts.body.data[0].status).toBe("completed");
  });

  test("the staff cannot make a pending customer active", async () => {
    const customer = await service.addCustomer();
    const token = await service.tokens.staff("compliance");
    const { etag } = await service.api("GET", customer.path, { token });
    expect(await service.api("POST", `${customer.path}/resume`, { token, ifMatch: etag ?? 0 })).toMatchObject(
      {
        status: 409,
        body: { code: "state.invalid_transition" },
      },
    );
    expect(await statusOf(customer)).toBe("pending");
  });
});

test("CAL-3 a date of birth is in the future until its day begins in Guam, the first place of the US", async () => {
  const customer = await service.addCustomer();
  const change = async (at: string) => {
    service.clock.set(at);
    const { etag } = await service.api("GET", customer.path, { token: customer.token });
    return service.api("PATCH", customer.path, {
      token: customer.token,
      ifMatch: etag ?? 0,
      body: { birth_date: "2026-11-25" },
    });
  };
  expect(await change("2026-11-24T13:59:00.000Z")).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: "/birth_date" }] },
  });
  expect((await change("2026-11-24T14:00:00.000Z")).status).toBe(200);
});

describe("the timeline", () => {
  test("merges what happened here and elsewhere, newest first; the staff's part is the staff's", async () => {
    const customer = await service.addCustomer();
    const token = await service.tokens.staff("compliance");
    await service.api("POST", `${customer.path}/notes`, {
      token,
      body: { text: "called, will send the passport" },
    });
    service.clock.advanceMs(1_000);
    const letter = {
      customer_id: customer.uuid,
      letter_id: randomUUID(),
      round_id: randomUUID(),
      from: "accepted_by_mailer",
    };
    const event = { id: randomUUID(), type: "letter.mailed.v1", data: letter };
    expect((await service.deliver(event)).ok).toBe(true);
    expect((await service.deliver(event)).ok).toBe(true);
    expect(
      (await service.deliver({ ...event, id: randomUUID(), data: { ...letter, customer_id: randomUUID() } }))
        .ok,
    ).toBe(true);

    const kinds = async (by: string) =>
      (await service.api("GET", `${customer.path}/timeline`, { token: by })).body.data.map(
        ({ kind }: { kind: string }) => kind,
      );
    expect(await kinds(customer.token)).toEqual([
      "letter.mailed",
      "customer.address_changed",
      "customer.created",
    ]);
    expect(await kinds(token)).toEqual([
      "letter.mailed",
      "note.added",
      "customer.address_changed",
      "customer.created",
    ]);
    const shown = await service.api("GET", `${customer.path}/timeline`, { token });
    expect(JSON.stringify(shown.body)).not.toContain("passport");
  });
});

test("tasks are listed, done once, and never shown to the customer", async () => {
  const customer = await service.addCustomer();
  const token = await service.tokens.staff("compliance");
  const task = await service.api("POST", `${customer.path}/tasks`, {
    token,
    body: { title: "ask for the passport", due_on: "2026-12-01" },
  });
  const open = async () =>
    (await service.api("GET", `${customer.path}/tasks?open=true`, { token })).body.data.length;
  expect(await open()).toBe(1);
  const complete = () => service.api("POST", `/v1/tasks/${task.body.id}/complete`, { token });
  expect((await complete()).status).toBe(200);
  expect(await complete()).toMatchObject({ status: 409, body: { code: "task.completed" } });
  expect(await open()).toBe(0);
  expect((await service.api("GET", `${customer.path}/tasks`, { token: customer.token })).status).toBe(403);
});

test("every change left one audit row, the chain holds, and no event tells of a person", async () => {
  const { verified, brokenAt } = await verifyAuditChain(service.context.db, "customer");
  expect(brokenAt).toBeNull();
  const events = await service.listEvents();
  expect(verified).toBeGreaterThanOrEqual(events.length);
  const told = withoutRandom(JSON.stringify(events.map(({ data }) => data)));
  expect(told).not.toMatch(/Ada|Lovelace|Springfield|Main St|1980/);
});

test("jobs and people at work on the same customer wait for each other and never in a circle", async () => {
  const customers = await Promise.all([1, 2, 3].map(() => service.addCustomer()));
  const token = await service.tokens.staff("compliance");
  const offers = await Promise.all(customers.map((customer) => service.offer(customer)));
  const requests = await Promise.all(
    customers.map(({ path, token: own }) =>
      service.api("POST", `${path}/privacy-requests`, { token: own, body: { kind: "access" } }),
    ),
  );
  await Promise.all(customers.map((customer) => service.consent(customer, "report_access")));
  service.clock.set("2027-12-30T18:00:00.000Z");
  const work = customers.flatMap((customer, index) => [
    service.sign(customer, offers[index] ?? never()),
    service.api("POST", `/v1/privacy-requests/${requests[index]?.body.id}/confirm`, { token, ifMatch: 1 }),
    service.consent(customer, "report_access"),
    service.api("POST", `${customer.path}/notes`, { token, body: { text: "note" } }),
  ]);
  const jobs = [
    "expire-contract-offers",
    "expire-consents",
    "remind-of-privacy-requests",
    "drop-abandoned-uploads",
  ];
  const [answers] = await Promise.all([Promise.all(work), ...jobs.map((job) => service.runJob(job))]);
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  expect(service.logLines.filter((line) => line.includes("deadlock"))).toEqual([]);
});

function never(): never {
  throw new Error("missing");
}
