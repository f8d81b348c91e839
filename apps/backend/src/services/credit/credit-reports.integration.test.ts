import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { largeReport, sampleReport, sampleTradeline } from "../../testing/credit-reports/sample-report.ts";
import { writeMismoXml } from "../../testing/credit-reports/write-mismo.ts";
import { writeMonitoringHtml } from "../../testing/credit-reports/write-monitoring-html.ts";
import { writeTrueLink } from "../../testing/credit-reports/write-true-link.ts";
import { startTestCredit, type TestCredit, type TestCustomer } from "../../testing/start-test-credit.ts";
import { withoutRandom } from "../../testing/without-random.ts";
import { findingMachine, reportMachine } from "./machines.ts";

let credit: TestCredit;
beforeAll(async () => {
  credit = await startTestCredit();
});
afterAll(() => credit.close());

const json = writeTrueLink(sampleReport());
const get = (path: string, token: string) => credit.api("GET", path, { token });
const uuidOf = (id: string) => id.slice(-32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
const auditOf = (action: string, actor: string) =>
  credit.sql(
    "SELECT object_id, client_address, request_id FROM credit.audit_event WHERE action = $1 AND actor = $2",
    [action, actor],
  );

describe("importing a report", () => {
  test("an upload is accepted, read later, and shown with its accounts, scores and findings", async () => {
    const customer = await credit.addCustomer();
    const uploaded = await credit.upload(customer, json);
    expect(uploaded).toMatchObject({
      status: 202,
      body: { state: "received", kind: "3b", source: "smartcredit" },
    });
    const path = String(uploaded.headers.location);
    expect((await get(`${path}/tradelines`, customer.token)).body).toMatchObject({ code: "report.not_read" });

    await credit.deliverOwn();
    const report = await get(`${path}?expand=files,scores`, customer.token);
    expect(report.body).toMatchObject({ state: "parsed", format: "truelink_json", pulled_on: "2026-11-20" });
    expect(report.body.scores).toHaveLength(3);
    expect(report.body.files).toContainEqual(expect.objectContaining({ bureau: "EXP", frozen: true }));

    const events = (await credit.listEvents()).filter(
      ({ data }) => data.customer_id === customer.standing.customer_id,
    );
    expect(events.map(({ type }) => type)).toEqual([
      "report.received.v1",
      "report.scanning.v1",
      "report.parsing.v1",
      "report.parsed.v1",
      "findings.computed.v1",
      ...Array(3).fill("score.recorded.v1"),
    ]);
    expect(withoutRandom(JSON.stringify(events))).not.toMatch(/EXAMPLE|AVERY|6789|611/);
  });

  test.each([
    ["MISMO XML", writeMismoXml(sampleReport()), "application/xml", "mismo_xml"],
    ["HTML", writeMonitoringHtml(sampleReport()), "text/html; charset=utf-8", "monitoring_html"],
  ])("%s too", async (_name, bytes, contentType, format) => {
    const customer = await credit.addCustomer();
    const path = await credit.importReport(customer, bytes, { contentType });
    expect((await get(path, customer.token)).body).toMatchObject({ state: "parsed", format });
  });

  test("the same file twice is one report, however it is sent; of another customer it is another", async () => {
    const customer = await credit.addCustomer();
    const answers = await Promise.all([1, 2, 3, 4].map(() => credit.upload(customer, json)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    await credit.deliverOwn();
    expect((await credit.upload(customer, json)).body.state).toBe("parsed");
    const other = await credit.addCustomer();
    expect((await credit.upload(other, json)).body.id).not.toBe(answers[0]?.body.id);
    await credit.deliverOwn();
  });

  test("the file is sealed in the store, and neither there nor in rows, events or logs is an SSN or a whole number", async () => {
    const customer = await credit.addCustomer();
    const secret = json
      .toString()
      .replaceAll("XXXXX6789", "987654321")
      .replaceAll("4000****", "4000555566667777");
    await credit.importReport(customer, Buffer.from(secret));
    const stored = [...(credit.store.buckets.get("horizon-reports")?.list("") ?? [])];
    expect(stored.length).toBeGreaterThan(0);
    const everything = [
      ...stored.map(({ object }) => Buffer.from(object.body).toString("latin1")),
      JSON.stringify(await credit.sql("SELECT * FROM credit.element")),
      JSON.stringify(await credit.sql("SELECT * FROM credit.report")),
      JSON.stringify(await credit.sql("SELECT * FROM credit.finding")),
      JSON.stringify(await credit.sql("SELECT * FROM credit.outbox_event")),
      JSON.stringify(await credit.sql("SELECT * FROM credit.audit_event")),
      ...credit.logLines,
    ].join("\n");
    expect(everything).not.toContain("987654321");
    expect(everything).not.toContain("4000555566667777");
    expect(everything).toContain("****7777");
  });

  test("a process that dies between storing and reading loses nothing: the event comes again and is read once", async () => {
    const customer = await credit.addCustomer();
    const uploaded = await credit.upload(customer, json);
    const [event] = (await credit.listEvents("report.received.v1")).slice(-1);
    if (event === undefined) throw new Error("no event");
    // As it died: moved to reading, nothing recorded.
    await credit.sql("UPDATE credit.report SET state = 'parsing' WHERE id = $1", [event.data.report_id]);
    const deliveries = await Promise.all([credit.deliver(event), credit.deliver(event)]);
    expect(deliveries.some(({ ok }) => ok)).toBe(true);
    await credit.deliverOwn();
    const rows = await credit.sql(
      "SELECT count(*)::int AS n FROM credit.element WHERE report_id = $1 AND kind = 'inquiry'",
      [event.data.report_id],
    );
    expect(rows).toEqual([{ n: 2 }]);
    expect((await get(String(uploaded.headers.location), customer.token)).body.state).toBe("parsed");
  });

  test("what the parser doubts waits for an agent, who names every doubt", async () => {
    const customer = await credit.addCustomer();
    const doubtful = json.toString().replace('"2019-03-14"', '"14 March 2019"');
    const path = await credit.importReport(customer, Buffer.from(doubtful));
    const report = await get(path, customer.agentToken);
    expect(report.body.state).toBe("needs_review");
    const doubts = report.body.warnings.filter((warning: { review: boolean }) => warning.review);
    expect(doubts).toEqual([{ code: "date_unreadable", at: "tradelines[0].dateOpened", review: true }]);
    expect((await get(`${path}/findings`, customer.token)).body.data).toEqual([]);

    const review = (reviewed: string[], ifMatch = report.etag ?? 0, token = customer.agentToken) =>
      credit.api("POST", `${path}/review`, {
        token,
        body: { reviewed, note: "Looked at the file." },
        ifMatch,
      });
    expect(await review([])).toMatchObject({ status: 422, body: { code: "report.review_incomplete" } });
    expect(await review(["tradelines[0].dateOpened"], 1)).toMatchObject({ status: 412 });
    expect(await review(["tradelines[0].dateOpened"], report.etag ?? 0, customer.token)).toMatchObject({
      status: 403,
    });
    expect(await review(["tradelines[0].dateOpened"])).toMatchObject({
      status: 200,
      body: { state: "parsed" },
    });
    expect((await get(`${path}/findings`, customer.token)).body.data.length).toBeGreaterThan(0);
    expect(await review([], (report.etag ?? 0) + 1)).toMatchObject({
      status: 409,
      body: { code: "state.invalid_transition" },
    });
  });

  test("a later report of the same kind supersedes the one before", async () => {
    const customer = await credit.addCustomer();
    const first = await credit.importReport(customer, json);
    await credit.importReport(customer, writeTrueLink(sampleReport({ pulledOn: "2026-11-27" })));
    expect((await get(first, customer.token)).body.state).toBe("superseded");
  });
});

describe("FCRA-22 consent to report access", () => {
  test("without it nothing is taken", async () => {
    const customer = await credit.addCustomer({
      consents: { report_access: false, esign: true, marketing_email: false },
    });
    expect(await credit.upload(customer, json)).toMatchObject({
      status: 409,
      body: { code: "consent.missing", rule: "FCRA-22" },
    });
  });

  test("one that was withdrawn after the upload stops the reading", async () => {
    const customer = await credit.addCustomer();
    const uploaded = await credit.upload(customer, json);
    credit.standings.set(customer.standing.customer_id, {
      consents: { report_access: false, esign: true, marketing_email: false },
    });
    await credit.deliverOwn();
    const report = await get(String(uploaded.headers.location), customer.token);
    expect(report.body).toMatchObject({ state: "failed", failure: "consent_withdrawn" });
    const elements = await credit.sql("SELECT 1 FROM credit.element WHERE customer_id = $1", [
      customer.standing.customer_id,
    ]);
    expect(elements).toEqual([]);

    credit.standings.set(customer.standing.customer_id, {
      consents: { report_access: true, esign: true, marketing_email: false },
    });
    const again = await credit.importReport(customer, json);
    expect((await get(again, customer.token)).body.state).toBe("parsed");
  });

  test("one that was withdrawn stops the review too", async () => {
    const customer = await credit.addCustomer();
    const doubtful = json.toString().replace('"2019-03-14"', '"14 March 2019"');
    const path = await credit.importReport(customer, Buffer.from(doubtful));
    const { etag } = await get(path, customer.agentToken);
    credit.standings.set(customer.standing.customer_id, {
      consents: { report_access: false, esign: true, marketing_email: false },
    });
    const body = { reviewed: ["tradelines[0].dateOpened"], note: "Looked at the file." };
    const answer = await credit.api("POST", `${path}/review`, {
      token: customer.agentToken,
      body,
      ifMatch: etag ?? 0,
    });
    expect(answer).toMatchObject({ status: 409, body: { code: "consent.missing" } });
    expect((await get(path, customer.agentToken)).body.state).toBe("needs_review");
  });

  test("when nobody can say whether there is one, nothing is taken and reading waits", async () => {
    const customer = await credit.addCustomer();
    await credit.upload(customer, json);
    credit.standings.setDown(true);
    expect(await credit.upload(customer, json)).toMatchObject({ status: 503 });
    expect(await credit.deliverOwn()).toMatchObject([{ ok: false }]);
    credit.standings.setDown(false);
    expect(await credit.deliverOwn()).toMatchObject([{ ok: true }]);
  });
});

describe("files that are no reports", () => {
  test.each([
    ["a zip", Buffer.from("PK\u0003\u0004"), "application/json", 422, "report.unparseable"],
    ["a PDF", Buffer.from("%PDF-1.7"), "application/json", 422, "report.unparseable"],
    ["nothing", Buffer.alloc(0), "application/json", 422, "report.unparseable"],
    [
      "HTML that says it is JSON",
      Buffer.from("<html></html>"),
      "application/json",
      415,
      "request.unsupported_media_type",
    ],
    ["a type that we do not take", json, "application/pdf", 415, "request.unsupported_media_type"],
    [
      "25 MiB and a byte",
      Buffer.alloc(25 * 1024 * 1024 + 1, "{"),
      "application/json",
      413,
      "request.too_large",
    ],
  ])("%s", async (_name, bytes, contentType, status, code) => {
    const customer = await credit.addCustomer();
    expect(await credit.upload(customer, bytes, { contentType })).toMatchObject({ status, body: { code } });
    expect((await get(`${customer.path}/credit-reports`, customer.token)).body.data).toEqual([]);
  });

  test.each([
    [
      "billion laughs",
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      "application/xml",
      "quarantined",
      "unsafe_xml",
    ],
    ["JSON of something else", '{"hello":1}', "application/json", "failed", "not_a_report"],
  ])(
    "%s is stored and then refused, and the service goes on",
    async (_name, file, contentType, state, failure) => {
      const customer = await credit.addCustomer();
      const path = await credit.importReport(customer, Buffer.from(file), { contentType });
      expect((await get(path, customer.token)).body).toMatchObject({ state, failure });
      expect((await get(`${path}/tradelines`, customer.token)).status).toBe(409);
    },
  );

  test("a file that was changed in the store is quarantined", async () => {
    const customer = await credit.addCustomer();
    const uploaded = await credit.upload(customer, json);
    await credit.sql("UPDATE credit.report SET sha256 = repeat('a', 64) WHERE customer_id = $1", [
      customer.standing.customer_id,
    ]);
    await credit.deliverOwn();
    expect((await get(String(uploaded.headers.location), customer.token)).body).toMatchObject({
      state: "quarantined",
      failure: "changed_in_store",
    });
  });

  test("an object store that is down refuses the upload and leaves no row", async () => {
    const customer = await credit.addCustomer();
    credit.store.failNext(3);
    expect(await credit.upload(customer, json)).toMatchObject({
      status: 503,
      body: { code: "upstream.unavailable" },
    });
    expect((await get(`${customer.path}/credit-reports`, customer.token)).body.data).toEqual([]);
  });
});

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

test("one Idempotency-Key is one upload: the same answer again, and another file under it is refused", async () => {
  const customer = await credit.addCustomer();
  const idempotencyKey = randomUUID();
  const first = await credit.upload(customer, json, { idempotencyKey });
  const again = await credit.upload(customer, json, { idempotencyKey });
  expect(again).toMatchObject({ status: 202, body: first.body, headers: { "idempotency-replayed": "true" } });
  const other = await credit.upload(customer, writeTrueLink(sampleReport({ pulledOn: "2026-01-01" })), {
    idempotencyKey,
  });
  expect(other).toMatchObject({ status: 422, body: { code: "idempotency.mismatch" } });
  await credit.deliverOwn();
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

describe("findings", () => {
  async function imported() {
    const customer = await credit.addCustomer();
    const wrong = sampleTradeline({ status: "11", pastDueCents: 12_300 });
    const path = await credit.importReport(customer, writeTrueLink(sampleReport({ tradelines: [wrong] })));
    const { body } = await get(`${path}/findings?rule=M01`, customer.token);
    return { customer, path, finding: body.data[0] };
  }
  const decide = (id: string, token: string, body: object, ifMatch: number) =>
    credit.api("PATCH", `/v1/findings/${id}`, { token, body, ifMatch });

  test("CROA-9 the customer alone says whether it is so; an agent dismisses with a reason", async () => {
    const { customer, finding } = await imported();
    expect(finding).toMatchObject({
      rule: "M01",
      suggested_ground: "past_due_wrong",
      state: "open",
      severity: "medium",
    });
    expect(finding.evidence).toContainEqual({ field: "pastDueCents", value: 12_300, bureau: "TUC" });

    expect(
      await decide(finding.id, customer.agentToken, { state: "confirmed", reason: "said so" }, 1),
    ).toMatchObject({ status: 403, body: { code: "finding.customer_decides", rule: "CROA-9" } });
    expect(await decide(finding.id, customer.agentToken, { state: "dismissed" }, 1)).toMatchObject({
      status: 422,
    });
    const confirmed = await decide(finding.id, customer.token, { state: "confirmed" }, 1);
    expect(confirmed).toMatchObject({ status: 200, body: { state: "confirmed", version: 2 }, etag: 2 });
    expect(await decide(finding.id, customer.token, { state: "denied" }, 1)).toMatchObject({ status: 412 });
    expect(await decide(finding.id, customer.token, { state: "confirmed" }, 2)).toMatchObject({
      status: 409,
      body: { code: "state.invalid_transition" },
    });
    expect((await credit.listEvents("finding.confirmed.v1")).at(-1)?.data).toMatchObject({ rule: "M01" });
  });

  test("CROA-8 the analysis is delivered when the customer reads the whole list, and told once", async () => {
    const { customer, path } = await imported();
    const told = async () =>
      (await credit.listEvents("findings.delivered.v1")).filter(
        ({ data }) => data.customer_id === customer.standing.customer_id,
      );
    await get(`${path}/findings`, customer.agentToken);
    await get(`${path}/findings?bureau=EXP`, customer.token);
    expect(await told()).toEqual([]);
    const reads = Array.from({ length: 4 }, () => get(`${path}/findings?limit=1`, customer.token));
    expect((await Promise.all(reads)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await get(`${path}/findings`, customer.token);
    const report_id = uuidOf(path.split("/").at(-1) ?? "");
    expect((await told()).map(({ data }) => data.report_id)).toEqual([report_id]);
  });

  test("members that are not the caller's to set are refused", async () => {
    const { customer, finding } = await imported();
    for (const extra of [
      { severity: "high" },
      { decided_by: randomUUID() },
      { suggested_ground: "obsolete" },
      { version: 9 },
    ]) {
      expect((await decide(finding.id, customer.token, { state: "confirmed", ...extra }, 1)).status).toBe(
        422,
      );
    }
  });

  test("CROA-9 what is no ground cannot be confirmed", async () => {
    const customer = await credit.addCustomer();
    const path = await credit.importReport(customer, json);
    const { body } = await get(`${path}/findings?state=needs_dofd`, customer.token);
    expect(body.data.length).toBeGreaterThan(0);
    const answer = await decide(body.data[0].id, customer.token, { state: "confirmed" }, 1);
    expect(answer.status).toBe(409);
  });
});

describe("state machines: an edge that is not listed is refused and changes nothing", () => {
  const deciders = {
    confirmed: "token",
    denied: "token",
    dismissed: "agentToken",
    open: "agentToken",
  } as const;
  const targets = Object.keys(deciders) as (keyof typeof deciders)[];
  const unlisted = findingMachine.states.flatMap((from) =>
    targets.filter((to) => !findingMachine.allows(from, to)).map((to) => [from, to] as const),
  );
  let customer: TestCustomer;
  let finding: string;
  let path: string;
  beforeAll(async () => {
    customer = await credit.addCustomer();
    path = await credit.importReport(
      customer,
      writeTrueLink(sampleReport({ tradelines: [sampleTradeline({ limitCents: null })] })),
    );
    finding = (await get(`${path}/findings?rule=M17`, customer.token)).body.data[0].id;
  });

  test.each(unlisted)("finding: %s → %s", async (from, to) => {
    const decided = ["confirmed", "denied", "dismissed"].includes(from);
    const [row] = await credit.sql(
      "UPDATE credit.finding SET state = $1::credit.finding_state, decided_by = $2 WHERE id = $3 RETURNING version",
      [from, decided ? randomUUID() : null, uuidOf(finding)],
    );
    const events = (await credit.listEvents()).length;
    const answer = await credit.api("PATCH", `/v1/findings/${finding}`, {
      token: customer[deciders[to]],
      body: { state: to, reason: "As asked." },
      ifMatch: Number(row?.version),
    });
    expect(answer).toMatchObject({ status: 409, body: { code: "state.invalid_transition", from, to } });
    expect(
      await credit.sql("SELECT state, version FROM credit.finding WHERE id = $1", [uuidOf(finding)]),
    ).toEqual([{ state: from, version: row?.version }]);
    expect((await credit.listEvents()).length).toBe(events);
  });

  test.each(reportMachine.states.filter((state) => state !== "needs_review"))(
    "report: %s → parsed by review",
    async (from) => {
      const failure = from === "failed" || from === "quarantined" ? "malformed" : null;
      await credit.sql(
        "UPDATE credit.report SET state = $1::credit.report_state, failure = $2 WHERE id = $3",
        [from, failure, uuidOf(path)],
      );
      const { etag } = await get(path, customer.agentToken);
      const body = { reviewed: [], note: "Looked at it." };
      const answer = await credit.api("POST", `${path}/review`, {
        token: customer.agentToken,
        body,
        ifMatch: etag ?? 0,
      });
      expect(answer).toMatchObject({ status: 409, body: { code: "state.invalid_transition" } });
      expect(await credit.sql("SELECT state FROM credit.report WHERE id = $1", [uuidOf(path)])).toEqual([
        { state: from },
      ]);
    },
  );
});

describe("overlays", () => {
  test("FCRA-14 evidence of the first delinquency makes it obsolete from the statutory date, not before; decisions stay", async () => {
    const customer = await credit.addCustomer();
    const path = await credit.importReport(customer, json);
    const { body } = await get(`${path}/tradelines?bureau=TUC`, customer.token);
    const chargeOff = body.data.find((row: { status: { code: string } }) => row.status.code === "97");
    const obsolete = async () =>
      (await get(`${path}/findings?rule=M13&bureau=TUC&limit=100`, customer.token)).body.data
        .filter((finding: { element_id: string }) => finding.element_id === chargeOff.id)
        .map(({ state, suggested_ground }: { state: string; suggested_ground: string | null }) => [
          state,
          suggested_ground,
        ]);
    expect(await obsolete()).toEqual([["needs_dofd", null]]);
    const other = (await get(`${path}/findings?limit=100`, customer.token)).body.data.find(
      (finding: { suggested_ground: string | null }) => finding.suggested_ground !== null,
    );
    await credit.api("PATCH", `/v1/findings/${other.id}`, {
      token: customer.token,
      body: { state: "confirmed" },
      ifMatch: 1,
    });

    const put = (fields: object, ifMatch: number, token = customer.agentToken) =>
      credit.api("PUT", `/v1/tradelines/${chargeOff.id}/overlay`, {
        token,
        ifMatch,
        body: { reason: "Statement of the bank.", ...fields },
      });
    const evidence = { evidence_document_id: `doc_${randomUUID().replaceAll("-", "")}` };
    expect(await put({ dofd_on: "2019-06-15" }, 0)).toMatchObject({
      status: 422,
      body: { code: "overlay.evidence_required" },
    });
    expect(await put({}, 0)).toMatchObject({ status: 422, body: { code: "overlay.empty" } });
    // CAL-3: in New York it is still the day before.
    credit.clock.set("2026-12-02T04:59:00.000Z");
    expect(await put({ ...evidence, dofd_on: "2026-12-02" }, 0)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/dofd_on" }] },
    });
    credit.clock.set("2026-11-30T15:00:00.000Z");
    expect(await put({ ...evidence, dofd_on: "2019-06-15" }, 0, customer.token)).toMatchObject({
      status: 403,
    });
    expect(await put({ ...evidence, dofd_on: "2019-06-15" }, 0)).toMatchObject({
      status: 200,
      body: { statutory_obsolete_on: "2026-12-12", bureau_practice_on: "2026-06-15" },
      etag: 1,
    });
    expect(await obsolete()).toEqual([["open", null]]);
    expect(await put({ ...evidence, dofd_on: "2019-01-15" }, 0)).toMatchObject({ status: 412 });
    expect(await put({ ...evidence, dofd_on: "2019-01-15" }, 1)).toMatchObject({ status: 200, etag: 2 });
    expect(await obsolete()).toEqual([["open", "obsolete"]]);
    const still = (await get(`${path}/findings?state=confirmed`, customer.token)).body.data;
    expect(still.map(({ id }: { id: string }) => id)).toEqual([other.id]);
    const shown = await get(`/v1/tradelines/${chargeOff.id}`, customer.token);
    expect(shown.body).toMatchObject({ tradeline: { dofd_on: null }, overlay: { dofd_on: "2019-01-15" } });
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

describe("the directory", () => {
  test("bureaus are known; an address counts as checked once compliance has set it", async () => {
    const agent = await credit.tokens.staff("agent");
    const compliance = await credit.tokens.staff("compliance");
    const bureaus = await get("/v1/bureaus", agent);
    expect(
      bureaus.body.data.map(({ bureau, verified_on }: { bureau: string; verified_on: string | null }) => [
        bureau,
        verified_on,
      ]),
    ).toEqual([
      ["EFX", null],
      ["EXP", null],
      ["TUC", null],
    ]);
    const change = {
      name: "Experian",
      address: { line1: "P.O. Box 4500", city: "Allen", state: "TX", postal_code: "75013" },
    };
    const patch = (token: string, ifMatch: number, body: object = change) =>
      credit.api("PATCH", "/v1/bureaus/EXP", { token, ifMatch, body });
    expect((await patch(agent, 1)).status).toBe(403);
    expect((await patch(compliance, 1, { ...change, verified_on: "2020-01-01" })).status).toBe(422);
    expect(await patch(compliance, 1)).toMatchObject({ status: 204, etag: 2 });
    expect((await patch(compliance, 1)).status).toBe(412);
    expect((await get("/v1/bureaus", agent)).body.data[1]).toMatchObject({
      verified_on: "2026-11-30",
      version: 2,
    });
  });

  test("furnishers are those that reports name, once each", async () => {
    const customer = await credit.addCustomer();
    await credit.importReport(customer, writeTrueLink(largeReport(3)));
    const found = await get("/v1/furnishers?q=lender%202", customer.agentToken);
    expect(found.body.data).toMatchObject([{ name: "EXAMPLE LENDER 2", address: null, verified_on: null }]);
    const change = {
      name: "Example Lender Two",
      address: { line1: "2 Sample Rd", city: "Springfield", state: "IL", postal_code: "62701" },
    };
    const compliance = await credit.tokens.staff("compliance");
    const url = `/v1/furnishers/${found.body.data[0].id}`;
    expect((await credit.api("PATCH", url, { token: compliance, ifMatch: 1, body: change })).status).toBe(
      204,
    );
    expect((await get("/v1/furnishers?q=lender%20two", customer.agentToken)).body.data).toMatchObject([
      { verified_on: "2026-11-30" },
    ]);
  });
});
