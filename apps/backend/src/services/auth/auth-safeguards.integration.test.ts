import { randomUUID } from "node:crypto";
import { verifyAuditChain } from "@horizon/db/backend";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { publicIdOf } from "../../platform/ids.ts";
import type { ApiBody } from "../../testing/api-client.ts";
import { startTestAuth, type TestAuth, type Tokens } from "../../testing/start-test-auth.ts";

let auth: TestAuth;
let compliance: Tokens & { userId: string };
let admin: Tokens & { userId: string };
let auditor: Tokens & { userId: string };
beforeAll(async () => {
  auth = await startTestAuth();
  compliance = await auth.staff("compliance");
  admin = await auth.staff("admin");
  auditor = await auth.staff("auditor");
});
beforeEach(() => auth.clock.set("2027-01-20T12:00:00.000Z"));
afterAll(() => auth.close());

const breach = {
  title: "A bucket was public",
  summary: "Uploaded documents could be listed for two days.",
  discovered_on: "2027-01-15",
  affected_customers: 500,
  was_encrypted: false,
  key_was_accessed: null,
};
const open = (body: object = {}, call: object = {}) =>
  auth.api("POST", "/v1/incidents", { token: compliance.token, body: { ...breach, ...body }, ...call });
const act = (id: string, what: string, body: object, ifMatch: number) =>
  auth.api("POST", `/v1/incidents/${id}/${what}`, { token: compliance.token, body, ifMatch });

/** As the service itself, whatever its code would do. */
async function refusedByDatabase(sql: string): Promise<void> {
  const client = new Client({ connectionString: auth.database.serviceUrl("auth") });
  await client.connect();
  try {
    await expect(client.query(sql)).rejects.toThrow(/permission denied/);
  } finally {
    await client.end();
  }
}

describe("GLB-8 incidents", () => {
  test("from 500 customers in clear on the Commission has to be told in 30 days, and until then it stays open", async () => {
    const small = await open({ affected_customers: 499 });
    expect(small.body).toMatchObject({ ftc_due_on: null, ftc_report: "not_required" });
    const patch = (body: object, ifMatch: number) =>
      auth.api("PATCH", `/v1/incidents/${small.body.id}`, { token: compliance.token, body, ifMatch });
    const grown = await patch({ affected_customers: 812 }, small.etag ?? 0);
    expect(grown).toMatchObject({
      status: 200,
      body: { ftc_due_on: "2027-02-14", ftc_report: "due", counts_as_unencrypted: true },
    });
    expect((await patch({ affected_customers: 5 }, small.etag ?? 0)).status).toBe(412);
    const refused = await act(small.body.id, "close", { reason: "handled" }, grown.etag ?? 0);
    expect(refused).toMatchObject({ status: 409, body: { code: "incident.report_due", rule: "GLB-8" } });
    auth.clock.set("2027-02-15T12:00:00.000Z");
    const late = await auth.api("GET", `/v1/incidents/${small.body.id}`, { token: auditor.token });
    expect(late.body.ftc_report).toBe("overdue");
    const reported = await act(
      small.body.id,
      "ftc-report",
      { reported_on: "2027-02-15", reference: "FTC-1" },
      grown.etag ?? 0,
    );
    expect(reported.body).toMatchObject({ ftc_report: "made", report_reference: "FTC-1" });
    const again = { reported_on: "2027-02-15", reference: "FTC-2" };
    expect((await act(small.body.id, "ftc-report", again, reported.etag ?? 0)).body.code).toBe(
      "incident.reported",
    );
    const closed = await act(small.body.id, "close", { reason: "handled" }, reported.etag ?? 0);
    expect(closed.body).toMatchObject({ state: "closed", closed_reason: "handled" });
    for (const [what, body] of [
      ["close", { reason: "again" }],
      ["ftc-report", again],
    ] as const) {
      expect((await act(small.body.id, what, body, closed.etag ?? 0)).body.code).toBe(
        "state.invalid_transition",
      );
    }
    expect((await patch({ affected_customers: 1 }, closed.etag ?? 0)).body.code).toBe(
      "state.invalid_transition",
    );
  });

  test("whoever recorded it is reminded, once for each day that calls for it, also after days without a worker", async () => {
    const { body } = await open();
    const uuid = body.id.slice(-32);
    const reminders = async () =>
      (await auth.listEvents("incident.report_due.v1"))
        .filter(({ aggregateId }) => aggregateId.replaceAll("-", "") === uuid)
        .map(({ data: { user_id, ftc_due_on, overdue } }) => [user_id, ftc_due_on, overdue]);
    const run = () => auth.runJob("remind-of-incident-reports");
    await run();
    expect(await reminders()).toEqual([]);
    auth.clock.set("2027-02-08T12:00:00.000Z");
    await Promise.all([run(), run()]);
    await run();
    expect(await reminders()).toEqual([[compliance.userId, "2027-02-14", false]]);
    auth.clock.set("2027-02-15T12:00:00.000Z");
    await run();
    await run();
    expect((await reminders()).at(-1)).toEqual([compliance.userId, "2027-02-14", true]);
    expect(await reminders()).toHaveLength(2);
  });

  test.each([
    ["discovered in the future", { discovered_on: "2027-01-22" }],
    ["less than nobody affected", { affected_customers: -1 }],
    ["a member that is not the caller's", { ftc_due_on: "2030-01-01" }],
    ["no word of encryption", { was_encrypted: undefined }],
  ])("%s: refused, and nothing is stored", async (_name, body) => {
    const before = await auth.sql("SELECT count(*) FROM auth.incident");
    expect((await open(body)).status).toBe(422);
    expect(await auth.sql("SELECT count(*) FROM auth.incident")).toEqual(before);
  });

  test("the day of the discovery cannot be moved, not even by the service", async () => {
    await open();
    await refusedByDatabase("UPDATE auth.incident SET discovered_on = '2027-01-19'");
  });

  test("one Idempotency-Key is one incident; a report before the discovery is none", async () => {
    const idempotencyKey = randomUUID();
    const [one, two] = [await open({}, { idempotencyKey }), await open({}, { idempotencyKey })];
    expect(two.body.id).toBe(one.body.id);
    const early = await act(one.body.id, "ftc-report", { reported_on: "2027-01-14", reference: "x" }, 1);
    expect(early.status).toBe(422);
  });
});

describe("GLB-6, GLB-7, GLB-9 what has to be done again and again", () => {
  const stateOf = async (duty: string) => {
    const { body } = await auth.api("GET", "/v1/safeguards", { token: auditor.token });
    return body.data.find((one: ApiBody) => one.duty === duty);
  };
  const record = (duty: string, performed_on: string) =>
    auth.api("POST", `/v1/safeguards/${duty}/records`, {
      token: compliance.token,
      body: { performed_on, summary: "Done by an outside firm", evidence: "Vault, folder 12" },
    });

  test("is never done, then done, then due, by its own interval; the record stays", async () => {
    expect(await stateOf("vulnerability_scan")).toMatchObject({ state: "never_done", due_on: null });
    expect((await record("vulnerability_scan", "2027-01-20")).status).toBe(201);
    expect((await record("vulnerability_scan", "2026-12-01")).status).toBe(201);
    expect(await stateOf("vulnerability_scan")).toMatchObject({
      rule: "GLB-7",
      state: "done",
      last_done_on: "2027-01-20",
      due_on: "2027-07-20",
    });
    auth.clock.set("2027-07-21T12:00:00.000Z");
    expect(await stateOf("vulnerability_scan")).toMatchObject({ state: "overdue" });
    const list = await auth.api("GET", "/v1/safeguards/vulnerability_scan/records?limit=1", {
      token: auditor.token,
    });
    expect(list.body).toMatchObject({ has_more: true, data: [{ evidence: "Vault, folder 12" }] });
    await refusedByDatabase("DELETE FROM auth.safeguard_record");
  });

  test.each([
    ["a duty that is none", "tea_break", "2027-01-01", [404, 422]],
    ["in the future", "board_report", "2027-01-22", [422]],
    ["a review of access without what was reviewed", "access_review", "2027-01-01", [422]],
  ] as const)("%s is refused", async (_name, duty, on, statuses) => {
    expect(statuses).toContain((await record(duty, on)).status);
  });
});

describe("GLB-3 the review of access", () => {
  const read = async () => (await auth.api("GET", "/v1/access-review", { token: compliance.token })).body;
  const review = (body: object) => auth.api("POST", "/v1/access-reviews", { token: compliance.token, body });
  const answersFor = ({ subjects }: ApiBody) =>
    subjects
      .filter(({ concerns }: ApiBody) => concerns.length > 0)
      .map(({ id }: ApiBody) => ({ id, reason: "Needed for the work" }));

  test("is of what was read, with an answer to every concern", async () => {
    const before = await read();
    const adminId = publicIdOf("usr", admin.userId);
    expect(before.subjects).toContainEqual(
      expect.objectContaining({ id: adminId, role: "admin", has_second_factor: true, concerns: ["admin"] }),
    );
    expect(JSON.stringify(before)).not.toContain("@");
    expect(await review({ digest: before.digest, answers: [] })).toMatchObject({
      status: 422,
      body: { code: "access_review.unanswered", rule: "GLB-3", errors: [{ detail: `${adminId}: admin` }] },
    });
    await auth.staff("agent");
    expect((await review({ digest: before.digest, answers: answersFor(before) })).body.code).toBe(
      "access_review.changed",
    );
    const now = await read();
    const done = await review({ digest: now.digest, answers: answersFor(now) });
    expect(done).toMatchObject({ status: 201, body: { duty: "access_review", performed_on: "2027-01-20" } });
    expect(done.body.details.answers).toEqual([
      { id: adminId, concerns: ["admin"], reason: "Needed for the work" },
    ]);
    expect(await read()).toMatchObject({ state: "done", due_on: "2027-04-20" });
  });

  test("nobody answers for their own access", async () => {
    const now = await read();
    const own = await auth.api("POST", "/v1/access-reviews", {
      token: admin.token,
      body: { digest: now.digest, answers: answersFor(now) },
    });
    expect(own.body.details).toMatchObject({ answers: [], own_access_left_out: true });
  });

  test.each(["agent", "billing", "auditor"] as const)("API5 a %s records none", async (role) => {
    const { token } = role === "auditor" ? auditor : await auth.staff(role);
    const body = { digest: "0".repeat(64), answers: [] };
    expect((await auth.api("POST", "/v1/access-reviews", { token, body })).status).toBe(403);
  });
});

test("GLB-4 all of it is in the audit chain, which holds", async () => {
  const { body } = await auth.api("GET", "/v1/auth/audit?object_type=incident&limit=100", {
    token: auditor.token,
  });
  const actions = new Set(body.data.map(({ action }: ApiBody) => action));
  expect(actions).toEqual(
    new Set(["incident.opened", "incident.changed", "incident.reported", "incident.closed"]),
  );
  expect(await verifyAuditChain(auth.context.db, "auth")).toMatchObject({ brokenAt: null });
});
