import { expect, test } from "vitest";
import { sampleReport } from "../../testing/credit-reports/sample-report.ts";
import { writeTrueLink } from "../../testing/credit-reports/write-true-link.ts";
import { serveCredit } from "../../testing/serve-credit.ts";

const credit = await serveCredit();

test("no transaction, in which other events wait too, is held while customer-service is asked about a report", async () => {
  const customer = await credit.addCustomer();
  const { status } = await credit.upload(customer, writeTrueLink(sampleReport()));
  expect(status).toBe(202);
  const held: unknown[] = [];
  credit.standings.onRequest = async () => {
    const [row] = await credit.sql(
      `SELECT count(*)::int AS transactions FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'credit-service' AND state LIKE 'idle in transaction%'`,
    );
    held.push(row);
  };
  expect(await credit.deliverOwn()).toEqual([expect.objectContaining({ ok: true })]);
  expect(held).toEqual([{ transactions: 0 }, { transactions: 0 }]);
});
