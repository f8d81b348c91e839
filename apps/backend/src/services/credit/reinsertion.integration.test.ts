import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { sampleReport, sampleTradeline } from "../../testing/credit-reports/sample-report.ts";
import { writeTrueLink } from "../../testing/credit-reports/write-true-link.ts";
import { serveCredit } from "../../testing/serve-credit.ts";
import type { TestCustomer } from "../../testing/start-test-credit.ts";
import { uuidOf } from "../../testing/uuid-of.ts";

const credit = await serveCredit();

const kept = sampleTradeline();
const disputed = (["TUC", "EXP"] as const).map((bureau) =>
  sampleTradeline({
    bureau,
    group: "g2",
    furnisherName: "TEST CARD SERVICES",
    accountNumber: "5100****",
    openedOn: "2021-01-05",
  }),
);
const reportOf = (pulledOn: string, ...tradelines: typeof disputed) =>
  writeTrueLink(sampleReport({ pulledOn, tradelines: [kept, ...tradelines] }));
const get = (path: string, token: string) => credit.api("GET", path, { token });

async function elementAt(path: string, bureau: string, customer: TestCustomer): Promise<string> {
  const { body } = await get(`${path}/tradelines?bureau=${bureau}&limit=100`, customer.token);
  return body.data.find((row: { furnisher: string }) => row.furnisher === "TEST CARD SERVICES").id;
}

function outcome(customer: TestCustomer, type: string, elementId: string, fields: object = {}) {
  return credit.deliver({
    type,
    data: {
      customer_id: customer.standing.customer_id,
      item_id: randomUUID(),
      bureau: "TUC",
      from: "investigating",
      round_id: null,
      element_id: uuidOf(elementId),
      ...fields,
    },
  });
}

const told = async (customer: TestCustomer) =>
  (await credit.listEvents("tradeline.reinserted.v1")).filter(
    ({ data }) => data.customer_id === customer.standing.customer_id,
  );

test("FCRA-7 legal test 8: what was deleted and is reported again is told once, with the bureau's five business days", async () => {
  const customer = await credit.addCustomer();
  credit.clock.set("2026-08-03T15:00:00.000Z");
  const first = await credit.importReport(customer, reportOf("2026-08-01", ...disputed));
  const deletedElement = await elementAt(first, "TUC", customer);
  const item = randomUUID();
  credit.clock.set("2026-09-10T15:00:00.000Z");
  expect((await outcome(customer, "dispute_item.deleted.v1", deletedElement, { item_id: item })).ok).toBe(
    true,
  );

  credit.clock.set("2026-10-05T15:00:00.000Z");
  const second = await credit.importReport(customer, reportOf("2026-10-01", ...disputed.slice(1)));
  expect(await told(customer)).toEqual([]);

  // The Wednesday before Thanksgiving: Thursday, the weekend and nothing else do not count.
  credit.clock.set("2026-11-25T15:00:00.000Z");
  const third = await credit.importReport(customer, reportOf("2026-11-24", ...disputed));
  const again = await elementAt(third, "TUC", customer);
  const events = await told(customer);
  expect(events.map(({ data }) => data)).toEqual([
    {
      customer_id: customer.standing.customer_id,
      report_id: uuidOf(third),
      element_kind: "tradeline",
      element_id: uuidOf(again),
      deleted_element_id: uuidOf(deletedElement),
      item_id: item,
      bureau: "TUC",
      first_seen_on: "2026-11-25",
      notice_due_on: "2026-12-03",
    },
  ]);
  const findings = await get(`${third}/findings?rule=M23`, customer.token);
  expect(findings.body.data).toMatchObject([
    { element_id: again, suggested_ground: "reinserted", law: "FCRA-7", severity: "high" },
  ]);

  const compared = await get(
    `/v1/credit-reports/compare?from=${second.split("/").at(-1)}&to=${third.split("/").at(-1)}`,
    customer.agentToken,
  );
  expect(compared.body).toMatchObject({ added: [], removed: [], reinserted: [{ id: again }] });

  credit.clock.set("2026-12-29T15:00:00.000Z");
  await credit.importReport(customer, reportOf("2026-12-28", ...disputed));
  expect(await told(customer)).toHaveLength(1);
});

test("FCRA-7 at another bureau it is not a reinsertion, and neither is a report pulled before the deletion", async () => {
  const customer = await credit.addCustomer();
  credit.clock.set("2026-08-03T15:00:00.000Z");
  const [atTransUnion, atExperian] = disputed;
  if (atTransUnion === undefined || atExperian === undefined) throw new Error("no rows");
  const first = await credit.importReport(customer, reportOf("2026-08-01", atTransUnion));
  credit.clock.set("2026-09-10T15:00:00.000Z");
  await outcome(customer, "dispute_item.deleted_fraud.v1", await elementAt(first, "TUC", customer));
  await credit.importReport(customer, reportOf("2026-09-09", atTransUnion));
  await credit.importReport(customer, reportOf("2026-10-01", atExperian));
  expect(await told(customer)).toEqual([]);
});

test("an outcome that names no element of this customer is taken and forgotten", async () => {
  const [customer, other] = [await credit.addCustomer(), await credit.addCustomer()];
  credit.clock.set("2026-08-03T15:00:00.000Z");
  const path = await credit.importReport(other, reportOf("2026-08-01", ...disputed));
  expect((await outcome(customer, "dispute_item.deleted.v1", await elementAt(path, "TUC", other))).ok).toBe(
    true,
  );
  expect((await outcome(customer, "dispute_item.deleted.v1", "x", { element_id: null })).ok).toBe(true);
  expect(
    await credit.sql("SELECT 1 FROM credit.dispute_outcome WHERE customer_id = $1", [
      customer.standing.customer_id,
    ]),
  ).toEqual([]);
});

test("M22 a dispute flag that stays after the outcome is found in the next report", async () => {
  const customer = await credit.addCustomer();
  const flagged = sampleTradeline({
    remarks: ["Account in dispute"],
    complianceCode: "XB",
    disputeFlag: true,
    asOfOn: "2026-11-01",
  });
  credit.clock.set("2026-08-03T15:00:00.000Z");
  const first = await credit.importReport(
    customer,
    writeTrueLink(sampleReport({ pulledOn: "2026-08-01", tradelines: [flagged] })),
  );
  const element = (await get(`${first}/tradelines`, customer.token)).body.data[0].id;
  credit.clock.set("2026-09-10T15:00:00.000Z");
  await outcome(customer, "dispute_item.verified.v1", element);
  credit.clock.set("2026-11-25T15:00:00.000Z");
  const second = await credit.importReport(
    customer,
    writeTrueLink(sampleReport({ pulledOn: "2026-11-24", tradelines: [flagged] })),
  );
  expect((await get(`${second}/findings?rule=M22`, customer.token)).body.data).toHaveLength(1);
});

test("M25 FCRA-21 an account that is reported without its dispute, while it is looked into, is found; afterwards it is not", async () => {
  const customer = await credit.addCustomer();
  const silent = (asOfOn: string) =>
    sampleTradeline({ remarks: [], complianceCode: null, disputeFlag: false, asOfOn });
  const importOf = (pulledOn: string) => {
    credit.clock.set(`${pulledOn}T15:00:00.000Z`);
    const report = sampleReport({ pulledOn, tradelines: [silent(pulledOn)] });
    return credit.importReport(customer, writeTrueLink(report));
  };
  const findings = async (path: string) => (await get(`${path}/findings?rule=M25`, customer.token)).body.data;
  const first = await importOf("2026-08-03");
  const element = (await get(`${first}/tradelines`, customer.token)).body.data[0].id;
  credit.clock.set("2026-08-10T15:00:00.000Z");
  const item_id = randomUUID();
  await outcome(customer, "dispute_item.investigating.v1", element, { item_id });
  expect(await findings(await importOf("2026-08-14"))).toEqual([]);
  const late = await findings(await importOf("2026-08-19"));
  expect(late).toMatchObject([{ law: "FCRA-21", suggested_ground: "incomplete" }]);
  await outcome(customer, "dispute_item.no_response.v1", element, { item_id });
  expect(await findings(await importOf("2026-10-01"))).toEqual([]);
});
