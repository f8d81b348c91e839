import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { sampleReport } from "../../testing/credit-reports/sample-report.ts";
import { writeMismoXml } from "../../testing/credit-reports/write-mismo.ts";
import { writeMonitoringHtml } from "../../testing/credit-reports/write-monitoring-html.ts";
import { writeTrueLink } from "../../testing/credit-reports/write-true-link.ts";
import { serveCredit } from "../../testing/serve-credit.ts";
import { withoutRandom } from "../../testing/without-random.ts";

const credit = await serveCredit();

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
