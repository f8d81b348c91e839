import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { largeReport, sampleReport, sampleTradeline } from "../../testing/credit-reports/sample-report.ts";
import { writeTrueLink } from "../../testing/credit-reports/write-true-link.ts";
import { serveCredit } from "../../testing/serve-credit.ts";
import type { TestCustomer } from "../../testing/start-test-credit.ts";
import { uuidOf } from "../../testing/uuid-of.ts";
import { findingMachine, reportMachine } from "./machines.ts";

const credit = await serveCredit();

const json = writeTrueLink(sampleReport());
const get = (path: string, token: string) => credit.api("GET", path, { token });

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
