import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const repository = join(import.meta.dirname, "../../..");
const read = (file: string) => readFileSync(join(repository, file), "utf8");
const driver = read("packages/db/src/db.ts");
const pooler = read("k8s/base/pgbouncer/pgbouncer.ini");
const roles = read("migrations/20261129100000_roles_time_limits/migration.sql");

function milliseconds(constant: string): number {
  const value = new RegExp(`const ${constant} = ([\\d_]+);`).exec(driver)?.[1];
  return Number(value?.replaceAll("_", ""));
}
const setting = (name: string) => new RegExp(`^${name} = (.*)$`, "m").exec(pooler)?.[1];

/** What is true of them together is shown by the tests that start a PgBouncer: `pnpm stores`. */
describe("the pooler beside a service", () => {
  it("accepts the startup parameters that the driver sends", () => {
    const accepted = setting("ignore_startup_parameters")?.split(", ");
    const sent = [...driver.matchAll(/^ +(\w+_timeout): /gm)].map(([, name]) => name);
    expect(sent).toHaveLength(2);
    expect(accepted).toEqual(expect.arrayContaining(sent));
  });

  it("drops time limits that the roles have as well", () => {
    const limit = (name: string) => Number(new RegExp(`${name} = ''(\\d+)s''`).exec(roles)?.[1]) * 1_000;
    expect(limit("statement_timeout")).toBe(milliseconds("statementTimeoutMs"));
    expect(limit("idle_in_transaction_session_timeout")).toBe(milliseconds("idleInTransactionTimeoutMs"));
  });

  it("lets a query wait for a connection no longer than the driver would", () => {
    expect(Number(setting("query_wait_timeout")) * 1_000).toBe(milliseconds("connectTimeoutMs"));
  });
});
