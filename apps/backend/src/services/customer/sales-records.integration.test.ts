import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ApiBody } from "../../testing/api-client.ts";
import { type CustomerTest, startCustomerTest } from "../../testing/start-customer-test.ts";

let service: CustomerTest;
let compliance: string;
beforeAll(async () => {
  service = await startCustomerTest();
  compliance = await service.tokens.staff("compliance");
});
beforeEach(() => service.clock.set("2026-11-30T17:00:00.000Z"));
afterAll(() => service.close());

const script = {
  kind: "telephone_script",
  title: "First call, autumn",
  text: "Thank you for calling. We cannot promise any result.",
  used_from: "2026-09-01",
};
const keep = (body: object = {}, token = compliance) =>
  service.api("POST", "/v1/sales-materials", { token, body: { ...script, ...body } });
const retire = (id: string, used_to: string, ifMatch = 1) =>
  service.api("POST", `/v1/sales-materials/${id}/retire`, { token: compliance, ifMatch, body: { used_to } });
const usedOn = async (day: string) =>
  (
    await service.api("GET", `/v1/sales-materials?used_on=${day}&limit=100`, { token: compliance })
  ).body.data.map(({ id }: ApiBody) => id);

describe("TSR-4 advertisements and scripts", () => {
  test("are kept word for word, found by the day of their use, and gone five years after it", async () => {
    const kept = await keep();
    expect(kept).toMatchObject({ status: 201, body: { text: script.text, used_to: null, kept_until: null } });
    const { id } = kept.body;
    expect(await usedOn("2026-08-31")).not.toContain(id);
    expect(await usedOn("2026-09-01")).toContain(id);
    expect((await retire(id, "2026-12-02")).status).toBe(422);
    expect((await retire(id, "2026-08-31")).status).toBe(422);
    expect((await retire(id, "2026-11-29", 7)).status).toBe(412);
    const retired = await retire(id, "2026-11-29");
    expect(retired.body).toMatchObject({ used_to: "2026-11-29", kept_until: "2031-11-30" });
    expect((await retire(id, "2026-11-30", 2)).body.code).toBe("sales_material.retired");
    expect(await usedOn("2026-11-30")).not.toContain(id);
    service.clock.set("2031-11-29T12:00:00.000Z");
    await service.runJob("purge-sales-records");
    expect(await usedOn("2026-11-29")).toContain(id);
    service.clock.set("2031-11-30T12:00:00.000Z");
    await service.runJob("purge-sales-records");
    expect(await usedOn("2026-11-29")).not.toContain(id);
  });

  test.each(["agent", "billing", "auditor"] as const)("API5 %s keeps none", async (role) => {
    expect((await keep({}, await service.tokens.staff(role))).status).toBe(403);
  });

  test.each([
    ["of no kind", { kind: "rumour" }],
    ["without a text", { text: " " }],
    ["from a day that is none", { used_from: "2026-02-30" }],
  ])("%s: refused", async (_name, body) => {
    expect((await keep(body)).status).toBe(422);
  });
});

describe("TSR-4 people who only asked", () => {
  const ask = async (marketing_consent: boolean) => {
    const email = `${crypto.randomUUID()}@example.test`;
    const answer = await service.api("POST", "/v1/leads", {
      body: { first_name: "Ada", last_name: "Example", email, state: "NY", source: "web", marketing_consent },
    });
    expect(answer.status).toBe(202);
    return email;
  };
  const has = async (email: string) =>
    (await service.sql("SELECT 1 FROM customer.lead WHERE email = $1", [email])).length === 1;

  test("are forgotten after two years; whoever consented to marketing after five", async () => {
    const [silent, willing] = [await ask(false), await ask(true)];
    service.clock.set("2028-12-01T12:00:00.000Z");
    await service.runJob("purge-leads");
    expect([await has(silent), await has(willing)]).toEqual([false, true]);
    service.clock.set("2031-12-01T12:00:00.000Z");
    await service.runJob("purge-leads");
    expect(await has(willing)).toBe(false);
  });
});

describe("what a state asks", () => {
  const read = async (query = "") => {
    const token = await service.tokens.staff("agent");
    const { body } = await service.api("GET", `/v1/state-rules${query}`, { token });
    return new Map<string, ApiBody>(body.data.map((one: ApiBody) => [one.state, one]));
  };

  test("says which rules nobody has reviewed, and that they do not apply", async () => {
    const states = await read();
    expect([...states.keys()]).toEqual(["CA", "FL", "GA", "NY"]);
    expect(states.get("CA")).toMatchObject({
      awaits_review: false,
      terms: { serviceable: true, cancel_business_days: 5, completion_days: 180, monthly_statement: true },
    });
    expect(states.get("GA").terms.serviceable).toBe(false);
    for (const state of ["FL", "NY"]) {
      expect(states.get(state)).toMatchObject({
        awaits_review: true,
        terms: {
          serviceable: true,
          cancel_business_days: 3,
          completion_days: null,
          monthly_statement: false,
        },
        rules: [{ status: "awaits_review", reviewed_by: null }],
      });
    }
  });

  test("of one state, and of none that has no rule", async () => {
    expect([...(await read("?state=NY")).keys()]).toEqual(["NY"]);
    expect((await read("?state=WY")).size).toBe(0);
  });
});
