import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sampleReport } from "../../testing/credit-reports/sample-report.ts";
import { writeTrueLink } from "../../testing/credit-reports/write-true-link.ts";
import { serveCredit } from "../../testing/serve-credit.ts";
import type { TestCustomer } from "../../testing/start-test-credit.ts";

const credit = await serveCredit();

const json = writeTrueLink(sampleReport());
const get = (path: string, token: string) => credit.api("GET", path, { token });
const auditOf = (action: string, actor: string) =>
  credit.sql(
    "SELECT object_id, client_address, request_id FROM credit.audit_event WHERE action = $1 AND actor = $2",
    [action, actor],
  );

describe("what is in a report", () => {
  let customer: TestCustomer;
  let path: string;
  beforeAll(async () => {
    customer = await credit.addCustomer();
    path = await credit.importReport(customer, json);
  });

  test("lists are filtered, and walked without a gap or a repeat", async () => {
    const all = await get(`${path}/tradelines?limit=100`, customer.token);
    expect(all.body.data).toHaveLength(12);
    const walked: string[] = [];
    let cursor = "";
    do {
      const page = await get(
        `${path}/tradelines?limit=5${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
        customer.token,
      );
      walked.push(...page.body.data.map(({ id }: { id: string }) => id));
      cursor = page.body.next_cursor ?? "";
    } while (cursor !== "");
    expect(walked).toEqual(all.body.data.map(({ id }: { id: string }) => id));

    const count = async (query: string) => (await get(`${path}/${query}`, customer.token)).body.data.length;
    expect(await count("tradelines?bureau=EFX")).toBe(4);
    expect(await count("tradelines?negative=true")).toBe(6);
    expect(await count("tradelines?type=12&bureau=TUC")).toBe(1);
    expect(await count("collections")).toBe(3);
    expect(await count("inquiries")).toBe(2);
    expect(await count("public-records")).toBe(1);
    expect(await count("personal-info")).toBe(15);
  });

  test("a cursor of another list, or a forged one, is refused", async () => {
    const page = await get(`${path}/tradelines?limit=5`, customer.token);
    const foreign = await get(
      `${path}/tradelines?limit=5&bureau=EFX&cursor=${encodeURIComponent(page.body.next_cursor)}`,
      customer.token,
    );
    expect(foreign).toMatchObject({ status: 400, body: { code: "request.cursor_invalid" } });
  });

  test("one account is shown as each bureau has it, with its months", async () => {
    const { body } = await get(`${path}/tradelines?bureau=EXP`, customer.token);
    const [, auto] = body.data;
    const shown = await get(`/v1/tradelines/${auto.id}`, customer.token);
    expect(shown.body.bureaus).toMatchObject({
      EFX: { bureau: "EFX" },
      EXP: { id: auto.id },
      TUC: { bureau: "TUC" },
    });
    expect(shown.body.tradeline).toMatchObject({
      status: { code: "78", meaning: "60–89 days past due" },
      balance: { amount: 1_320_050, currency: "USD" },
    });
    const payments = await get(`/v1/tradelines/${auto.id}/payments`, customer.token);
    expect(payments.body.data).toHaveLength(12);
    expect(payments.body.data[0]).toEqual({ month: "2026-10", code: "1", meaning: "30–59 days late" });
  });

  test("an SSN is four digits behind a mask", async () => {
    const { body } = await get(`${path}/personal-info?bureau=EFX`, customer.token);
    expect(body.data).toContainEqual(expect.objectContaining({ kind: "ssn", value: "***-**-6789" }));
  });

  test("GLB-4 every read leaves a row that says who, what and from where", async () => {
    const agentId = customer.standing.agent_user_id ?? "";
    await get(path, customer.agentToken);
    await get(`${path}/tradelines`, customer.agentToken);
    await get(`${path}/findings`, customer.agentToken);
    await get(`${customer.path}/scores`, customer.agentToken);
    for (const action of ["report.read", "report.tradelines.read", "report.findings.read", "scores.read"]) {
      const rows = await auditOf(action, agentId);
      expect(rows.length, action).toBeGreaterThan(0);
      expect(rows[0]).toMatchObject({
        client_address: expect.stringMatching(/127\.0\.0\.1/),
        request_id: expect.any(String),
      });
    }
  });

  test("GLB-1 a customer shows the second factor first", async () => {
    const token = await credit.tokens.customer(customer.standing.customer_id, { steppedUp: false });
    for (const url of [
      path,
      `${path}/tradelines`,
      `${path}/findings`,
      `${customer.path}/scores`,
      `${customer.path}/credit-reports`,
    ]) {
      expect(await get(url, token), url).toMatchObject({
        status: 403,
        body: { code: "auth.step_up_required" },
      });
    }
  });

  test("scores of two models are never on one line", async () => {
    const { body } = await get(`${customer.path}/scores`, customer.token);
    expect(body.data).toHaveLength(3);
    expect(body.data[0]).toMatchObject({ model: "vantage_3", scores: [{ scored_on: "2026-11-20" }] });
    expect((await get(`${customer.path}/scores?model=fico_8`, customer.token)).body.data).toEqual([]);
  });
});

test.each([
  "UPDATE credit.element SET reported = '{}'",
  "DELETE FROM credit.report",
  "UPDATE credit.score SET value = 850",
  "DELETE FROM credit.dispute_outcome",
])("the service itself cannot rewrite what was reported: %s", async (statement) => {
  const client = new Client({ connectionString: credit.database.serviceUrl("credit") });
  await client.connect();
  try {
    await expect(client.query(statement)).rejects.toThrow(/permission denied/);
  } finally {
    await client.end();
  }
});

describe("whose report it is", () => {
  test("another customer, another agent and billing see nothing of it, and cannot tell it from nothing", async () => {
    const customer = await credit.addCustomer();
    const path = await credit.importReport(customer, json);
    const tradeline = (await get(`${path}/tradelines`, customer.token)).body.data[0].id;
    const finding = (await get(`${path}/findings`, customer.token)).body.data[0].id;
    const stranger = await credit.addCustomer();
    const strangers = [stranger.token, stranger.agentToken];
    const urls = [
      path,
      ...["tradelines", "collections", "inquiries", "public-records", "personal-info", "findings"].map(
        (part) => `${path}/${part}`,
      ),
      `/v1/tradelines/${tradeline}`,
      `/v1/tradelines/${tradeline}/payments`,
      `${customer.path}/credit-reports`,
      `${customer.path}/scores`,
      `/v1/credit-reports/compare?from=${path.slice(-36)}&to=${path.slice(-36)}`,
    ];
    for (const url of urls) {
      for (const token of strangers) {
        const answer = await get(url, token);
        expect(answer, url).toMatchObject({ status: 404, body: { code: "resource.not_found" }, etag: null });
      }
      const billing = await credit.tokens.staff("billing");
      expect((await get(url, billing)).status, url).toBe(403);
    }
    const nobody = `/v1/credit-reports/rep_${"0".repeat(32)}`;
    const [theirs, none] = [await get(path, stranger.token), await get(nobody, stranger.token)];
    expect(Object.keys(theirs.body)).toEqual(Object.keys(none.body));
    const confirm = { token: stranger.token, body: { state: "confirmed" }, ifMatch: 1 };
    expect((await credit.api("PATCH", `/v1/findings/${finding}`, confirm)).status).toBe(404);
    expect((await credit.upload(customer, json, { token: stranger.token })).status).toBe(404);
    const overlay = {
      token: stranger.agentToken,
      body: { reason: "mine now", dofd_on: "2020-01-01" },
      ifMatch: 0,
    };
    expect((await credit.api("PUT", `/v1/tradelines/${tradeline}/overlay`, overlay)).status).toBe(404);
    const compliance = await credit.tokens.staff("compliance");
    expect((await get(path, compliance)).status).toBe(200);
  });
});

describe("deleting a report", () => {
  beforeEach(() => credit.clock.set("2026-11-30T15:00:00.000Z"));
  afterAll(() => credit.clock.set("2026-11-30T15:00:00.000Z"));
  const remove = (path: string, token: string) =>
    credit.api("DELETE", path, { token, body: { reason: "Sent by mistake." } });

  test("compliance deletes what is no evidence: its contents, and the key of its file", async () => {
    const customer = await credit.addCustomer();
    const path = await credit.importReport(customer, json);
    expect((await remove(path, customer.agentToken)).status).toBe(403);
    expect((await remove(path, await credit.tokens.staff("compliance"))).status).toBe(204);
    expect((await get(path, customer.token)).status).toBe(404);
    const rows = await credit.sql(
      "SELECT sealed_key, (SELECT count(*)::int FROM credit.element e WHERE e.report_id = r.id) AS n FROM credit.report r WHERE customer_id = $1",
      [customer.standing.customer_id],
    );
    expect(rows).toEqual([{ sealed_key: null, n: 0 }]);
    expect((await get(await credit.importReport(customer, json), customer.token)).status).toBe(200);
  });

  test("CROA-2 what a dispute rests on is kept for six years", async () => {
    const customer = await credit.addCustomer();
    const path = await credit.importReport(customer, json);
    const finding = (await get(`${path}/findings?limit=100`, customer.token)).body.data.find(
      (found: { suggested_ground: string | null }) => found.suggested_ground !== null,
    );
    await credit.api("PATCH", `/v1/findings/${finding.id}`, {
      token: customer.token,
      body: { state: "confirmed" },
      ifMatch: 1,
    });
    const answer = await remove(path, await credit.tokens.staff("compliance"));
    expect(answer).toMatchObject({
      status: 409,
      body: { code: "report.retained", retained_until: "2032-11-30" },
    });
    expect((await get(path, customer.token)).status).toBe(200);
    // CAL-3: the last day is the customer's, not that of UTC.
    const compliance = await credit.tokens.staff("compliance");
    credit.clock.set("2032-11-30T04:59:59.000Z");
    expect((await remove(path, compliance)).body.code).toBe("report.retained");
    credit.clock.set("2032-11-30T05:00:00.000Z");
    expect((await remove(path, compliance)).status).toBe(204);
  });
});
