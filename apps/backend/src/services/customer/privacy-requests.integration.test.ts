import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  type CustomerTest,
  startCustomerTest,
  type TestCustomer,
} from "../../testing/start-customer-test.ts";

let service: CustomerTest;
beforeAll(async () => {
  service = await startCustomerTest();
});
afterAll(() => service.close());
beforeEach(() => service.clock.set("2026-11-23T18:00:00.000Z"));

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
    (await service.listEvents("privacy.due_soon.v1")).filter(({ data }) => data.customer_id === customer.uuid)
      .length;
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
