import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleReport } from "../../testing/credit-reports/sample-report.ts";
import { writeMismoXml } from "../../testing/credit-reports/write-mismo.ts";
import { writeMonitoringHtml } from "../../testing/credit-reports/write-monitoring-html.ts";
import { writeTrueLink } from "../../testing/credit-reports/write-true-link.ts";
import { startTestCredit, type TestCredit } from "../../testing/start-test-credit.ts";
import { withoutRandom } from "../../testing/without-random.ts";

let credit: TestCredit;
beforeAll(async () => {
  credit = await startTestCredit();
});
afterAll(() => credit.close());

const json = writeTrueLink(sampleReport());
const get = (path: string, token: string) => credit.api("GET", path, { token });

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
