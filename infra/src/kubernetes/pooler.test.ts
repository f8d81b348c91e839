import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const repository = join(import.meta.dirname, "../../..");
const driver = readFileSync(join(repository, "packages/db/src/db.ts"), "utf8");
const pooler = readFileSync(join(repository, "k8s/base/pgbouncer/pgbouncer.ini"), "utf8");
const databases = globSync(join(repository, "k8s/base/*-service/externalsecret.yaml"))
  .flatMap((file) => readFileSync(file, "utf8").match(/^.*\bdbname=\{\{.*$/gm) ?? [])
  .map((line) => line.trim());

function limitOf(constant: string): number {
  const value = new RegExp(`const ${constant} = ([\\d_]+);`).exec(driver)?.[1];
  return Number(value?.replaceAll("_", ""));
}

describe("the pooler beside a service", () => {
  it("accepts the startup parameters that the driver sends", () => {
    const accepted = /^ignore_startup_parameters = (.*)$/m.exec(pooler)?.[1]?.split(", ");
    const sent = [...driver.matchAll(/^ {6}(\w+_timeout): /gm)].map(([, name]) => name);
    expect(sent).toHaveLength(2);
    expect(accepted).toEqual(expect.arrayContaining(sent));
  });

  it("sets the driver's time limits on every server connection that transactions share", () => {
    const shared = databases.filter((line) => !line.includes("pool_mode=session"));
    expect(shared).toHaveLength(6);
    const query = `connect_query='SET statement_timeout = ${limitOf("statementTimeoutMs")}; SET idle_in_transaction_session_timeout = ${limitOf("idleInTransactionTimeoutMs")}'`;
    for (const line of shared) expect(line).toContain(query);
  });
});
