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

describe("privacy requests", () => {
  const ask = (customer: TestCustomer, kind: string) =>
    service.api("POST", `${customer.path}/privacy-requests`, { token: customer.token, body: { kind } });
  const move = async (id: string, to: string, ifMatch: number) =>
    service.api("POST", `/v1/privacy-requests/${id}/transitions`, {
      token: await service.tokens.staff("compliance"),
      ifMatch,
      body: { to, reason: "after a look at the file" },
    });

  test("PRIV-2 have their dates from the day they come, and can be put off once", async () => {
    const customer = await service.addCustomer();
    const request = await ask(customer, "access");
    expect(request.body).toMatchObject({
      received_on: "2026-11-23",
      confirm_by: "2026-12-05",
      answer_by: "2027-01-07",
    });
    const token = await service.tokens.staff("compliance");
    const extend = (ifMatch: number) =>
      service.api("POST", `/v1/privacy-requests/${request.body.id}/extend`, {
        token,
        ifMatch,
        body: { reason: "many documents to go through" },
      });
    const extended = await extend(request.etag ?? 0);
    expect(extended.body.answer_by).toBe("2027-02-21");
    expect(await extend(extended.etag ?? 0)).toMatchObject({
      status: 409,
      body: { code: "privacy.not_extendable" },
    });
  });

  test("PRIV-3 a deletion cannot take evidence: it is answered with what is kept and until when", async () => {
    const customer = await service.addCustomer();
    await service.signed(customer);
    const request = await ask(customer, "delete");
    const checked = await move(request.body.id, "identity_check", request.etag ?? 0);
    const working = await move(request.body.id, "in_progress", checked.etag ?? 0);
    expect(await move(request.body.id, "fulfilled", working.etag ?? 0)).toMatchObject({
      status: 409,
      body: { code: "document.retained", rule: "PRIV-3" },
    });
    const denied = await move(request.body.id, "partly_denied", working.etag ?? 0);
    expect(denied.body.outcome.retained).toEqual([
      { class: "croa_evidence", duty: expect.stringContaining("1679c(c)"), until: "2032-11-23" },
    ]);
  });

  test("PRIV-1 an access request is given what is not exempt, and told what is", async () => {
    const customer = await service.addCustomer();
    const request = await ask(customer, "access");
    const checked = await move(request.body.id, "identity_check", request.etag ?? 0);
    const working = await move(request.body.id, "in_progress", checked.etag ?? 0);
    const done = await move(request.body.id, "fulfilled", working.etag ?? 0);
    const exemptions = (part: { exemption: string }[]) => new Set(part.map(({ exemption }) => exemption));
    expect(exemptions(done.body.outcome.given)).toEqual(new Set(["none"]));
    expect(exemptions(done.body.outcome.exempt)).toEqual(new Set(["glba", "fcra"]));
  });

  test("an edge that is not listed is 409 and changes nothing", async () => {
    const customer = await service.addCustomer();
    const request = await ask(customer, "access");
    for (const to of ["in_progress", "fulfilled", "partly_denied", "denied"]) {
      expect((await move(request.body.id, to, request.etag ?? 0)).body.code).toBe("state.invalid_transition");
    }
    const { body } = await service.api("GET", `${customer.path}/privacy-requests`, { token: customer.token });
    expect(body.data[0].status).toBe("received");
  });

  test("PRIV-2 are reminded of a week before, once, also when nobody ran the job for days", async () => {
    const customer = await service.addCustomer();
    await ask(customer, "access");
    const reminders = async () =>
      (await service.listEvents("privacy.due_soon.v1")).filter(
        ({ data }) => data.customer_id === customer.uuid,
      ).length;
    service.clock.set("2026-12-30T13:00:00.000Z");
    await service.runJob("remind-of-privacy-requests");
    expect(await reminders()).toBe(0);
    service.clock.set("2027-01-04T13:00:00.000Z");
    await service.runJob("remind-of-privacy-requests");
    await service.runJob("remind-of-privacy-requests");
    expect(await reminders()).toBe(1);
  });

  test.each([
    ["HI", "2026-12-31T09:59:00.000Z", "2026-12-31T10:00:00.000Z"],
    ["NY", "2026-12-31T04:59:00.000Z", "2026-12-31T05:00:00.000Z"],
    ["GU", "2026-12-31T13:59:00.000Z", "2026-12-31T14:00:00.000Z"],
  ])("CAL-3 in %s the week before begins at midnight there", async (state, before, midnight) => {
    const customer = await service.addCustomer({ state });
    const { body } = await ask(customer, "access");
    expect(body.answer_by).toBe(state === "GU" ? "2027-01-08" : "2027-01-07");
    const isReminded = async (at: string) => {
      service.clock.set(at);
      await service.runJob("remind-of-privacy-requests");
      const told = await service.listEvents("privacy.due_soon.v1");
      return told.some(({ data }) => data.customer_id === customer.uuid);
    };
    expect(await isReminded(before)).toBe(false);
    expect(await isReminded(midnight)).toBe(true);
  });

  test("CAL-3 what is kept is kept from the date where the contract was made", async () => {
    const customer = await service.addCustomer();
    await service.signed(customer);
    service.clock.set("2026-11-25T04:59:00.000Z");
    const request = await ask(customer, "delete");
    const checked = await move(request.body.id, "identity_check", request.etag ?? 0);
    const working = await move(request.body.id, "in_progress", checked.etag ?? 0);
    const denied = await move(request.body.id, "partly_denied", working.etag ?? 0);
    expect(denied.body.outcome.retained).toMatchObject([{ until: "2032-11-24" }]);
  });
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
