import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type CustomerTest, startCustomerTest } from "../../testing/start-customer-test.ts";
import { walkList } from "../../testing/walk-list.ts";

let service: CustomerTest;
beforeAll(async () => {
  service = await startCustomerTest();
});
afterAll(() => service.close());

const ask = (body: object = {}) =>
  service.api("POST", "/v1/leads", {
    body: {
      first_name: "Grace",
      last_name: "Hopper",
      email: `${randomUUID()}@Example.com`,
      state: "NY",
      ...body,
    },
  });

describe("leads", () => {
  test("are taken without a token, told to the staff, and become the customer who names them", async () => {
    const lead = await ask();
    expect(lead.status).toBe(202);
    const customerId = randomUUID();
    await service.api("POST", "/v1/customers", {
      token: await service.tokens.customer(customerId),
      body: { first_name: "Grace", last_name: "Hopper", lead_id: lead.body.id },
    });
    const { body } = await service.api("GET", "/v1/leads", { token: await service.tokens.staff("agent") });
    expect(body.data.find(({ id }: { id: string }) => id === lead.body.id)).toMatchObject({
      customer_id: `cus_${customerId.replaceAll("-", "")}`,
      email: expect.stringMatching(/@example\.com$/),
    });
    const events = await service.listEvents("lead.created.v1");
    expect(JSON.stringify(events)).not.toMatch(/Hopper|example\.com/);
  });

  test.each([
    [{ state: "GA" }, 422, "state.not_serviceable"],
    [{ email: "nobody" }, 422, "request.invalid"],
    [{ customer_id: "cus_1" }, 422, "request.invalid"],
  ])("%o: %i %s", async (body, status, code) => {
    expect(await ask(body)).toMatchObject({ status, body: { code } });
  });

  test("are listed newest first, each once however long the pages", async () => {
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1) made.unshift((await ask()).body.id);
    const token = await service.tokens.staff("agent");
    const { whole, walked } = await walkList(service.api, "/v1/leads", token);
    expect(walked).toEqual(whole);
    expect(whole.slice(0, 5).map((row) => JSON.parse(row).id)).toEqual(made);
  });

  test("are nothing for customers, and forgotten after two years unless they became one", async () => {
    const customer = await service.addCustomer();
    expect((await service.api("GET", "/v1/leads", { token: customer.token })).status).toBe(403);
    const lead = await ask();
    service.clock.advanceMs(732 * 24 * 3_600_000);
    await service.runJob("purge-leads");
    const { body } = await service.api("GET", "/v1/leads", { token: await service.tokens.staff("admin") });
    expect(body.data.map(({ id }: { id: string }) => id)).not.toContain(lead.body.id);
  });
});

describe("links", () => {
  test("join two, once, in either order, and share nothing", async () => {
    const [one, two] = await Promise.all([service.addCustomer(), service.addCustomer()]);
    const token = await service.tokens.staff("compliance");
    const link = (from: typeof one, to: typeof one) =>
      service.api("POST", `${from.path}/links`, { token, body: { customer_id: to.id, kind: "spouse" } });
    const answers = await Promise.all([link(one, two), link(two, one), link(one, two)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const { body } = await service.api("GET", `${two.path}/links`, { token });
    expect(body.data).toEqual([expect.objectContaining({ customer_id: one.id, kind: "spouse" })]);
    expect((await service.api("GET", one.path, { token: two.token })).status).toBe(404);
    expect((await link(one, one)).status).toBe(409);
  });
});

test("while KMS is away no number is taken, nothing is half done, and all else goes on", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  const cut = await startCustomerTest({
    KMS_PROVIDER: "aws",
    KMS_ENDPOINT: "http://127.0.0.1:1",
    KMS_KEY_ID: "alias/customer",
    KMS_MAC_KEY_ID: "alias/customer-mac",
  });
  try {
    const uuid = randomUUID();
    const token = await cut.tokens.customer(uuid);
    const path = `/v1/customers/cus_${uuid.replaceAll("-", "")}`;
    const body = { first_name: "Grace", last_name: "Hopper" };
    expect((await cut.api("POST", "/v1/customers", { token, body })).status).toBe(201);
    const answer = await cut.api("PUT", `${path}/ssn`, { token, body: { ssn: "536-22-8145" } });
    expect(answer).toMatchObject({ status: 503, body: { code: "upstream.unavailable" } });
    expect((await cut.api("GET", path, { token })).body.ssn).toEqual({ on_file: false, masked: null });
    expect(await cut.sql("SELECT * FROM customer.customer_blind_index")).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
    await cut.close();
  }
});
