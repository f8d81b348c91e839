import { randomBytes, randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signServiceToken } from "../../platform/service-token.ts";
import { revealSsn, setSsn } from "../../testing/ssn-calls.ts";
import { type CustomerTest, startCustomerTest } from "../../testing/start-customer-test.ts";
import { parseCustomerEnv } from "./env.ts";
import { createDataKeyCache } from "./kms/data-key-cache.ts";
import { createLocalKeyService } from "./kms/local-key-service.ts";
import { openSealedField, rewrapCustomer } from "./vault.ts";

const oldKey = randomBytes(32);
const macKey = randomBytes(32);
let service: CustomerTest;
beforeAll(async () => {
  service = await startCustomerTest({
    LOCAL_KMS_KEYS: `k1:${oldKey.toString("base64")}`,
    LOCAL_KMS_MAC_KEY: macKey.toString("base64"),
  });
});
afterAll(() => service.close());

describe("what the database holds", () => {
  test("a number moved to another customer does not open there", async () => {
    const [one, two] = await Promise.all([service.addCustomer(), service.addCustomer()]);
    await setSsn(service, one, service.newSsn());
    await setSsn(service, two, service.newSsn());
    await service.sql(
      `UPDATE customer.customers a SET ssn_encrypted = b.ssn_encrypted, ssn_last4_encrypted = b.ssn_last4_encrypted
         FROM customer.customers b WHERE a.id = $1 AND b.id = $2`,
      [one.uuid, two.uuid],
    );
    const token = await service.tokens.staff("compliance");
    expect((await revealSsn(service, one, token)).status).toBe(500);
    expect((await revealSsn(service, two, token)).status).toBe(200);

    // The key moved along does not help: it was wrapped for the other customer.
    await service.sql(
      `UPDATE customer.customer_data_key a SET wrapped = b.wrapped FROM customer.customer_data_key b
        WHERE a.customer_id = $1 AND b.customer_id = $2`,
      [one.uuid, two.uuid],
    );
    expect((await revealSsn(service, one, token)).status).toBe(500);
  });

  test("a number that was not sealed is refused by the table itself", async () => {
    const customer = await service.addCustomer();
    await expect(
      service.sql("UPDATE customer.customers SET ssn_encrypted = '536228145' WHERE id = $1", [customer.uuid]),
    ).rejects.toThrow("customers_ssn_is_sealed");
  });

  test.each(["auth", "credit", "dispute", "billing", "notification", "worker"] as const)(
    "the role of %s cannot read it",
    async (schema) => {
      const client = new Client({ connectionString: service.database.serviceUrl(schema) });
      await client.connect();
      try {
        await expect(client.query("SELECT ssn_encrypted FROM customer.customers")).rejects.toThrow(
          /permission denied/,
        );
        await expect(client.query("SELECT * FROM customer.customer_data_key")).rejects.toThrow(
          /permission denied/,
        );
      } finally {
        await client.end();
      }
    },
  );

  test("signatures, deliveries and notices cannot be changed by the service", async () => {
    const client = new Client({ connectionString: service.database.serviceUrl("customer") });
    await client.connect();
    try {
      for (const sql of [
        "UPDATE customer.contract_signature SET signed_at = now()",
        "DELETE FROM customer.contract_signature",
        "UPDATE customer.contract_delivery SET delivered_at = now()",
        "DELETE FROM customer.cancellation_notice",
        "UPDATE customer.contract_line SET unit_price_cents = 0",
        "UPDATE customer.state_rule SET reviewed_by = 'me'",
      ]) {
        await expect(client.query(sql)).rejects.toThrow(/permission denied/);
      }
    } finally {
      await client.end();
    }
  });
});

test("GLB-2 SSN-2 a number is nowhere: not in any table, log, event, answer or error", async () => {
  const customer = await service.addCustomer();
  const ssn = service.newSsn();
  const digits = ssn.replaceAll("-", "");
  const answers = [
    await setSsn(service, customer, ssn),
    await setSsn(service, await service.addCustomer(), ssn),
  ];
  await service.signed(customer);
  await service.verifyIdentity(customer);
  answers.push(await setSsn(service, customer, ssn));
  answers.push(
    await service.api("PUT", `${customer.path}/ssn`, { token: customer.token, body: { ssn, note: ssn } }),
  );
  answers.push(
    await service.api("PUT", `${customer.path}/ssn`, { token: customer.token, body: { ssn: [ssn] } }),
  );
  answers.push(await service.api("GET", `${customer.path}/timeline`, { token: customer.token }));
  const dump = await dumpTables(service);
  expect(dump.length).toBeGreaterThan(1_000);
  expect(dump).toContain(customer.uuid);
  for (const text of [
    dump,
    service.logLines.join("\n"),
    JSON.stringify(answers.map(({ body, headers }) => [body, headers])),
  ]) {
    expect(text.includes(ssn) || text.includes(digits)).toBe(false);
  }
  // Nor is a bare hash of it, from which it could be found by trying all numbers.
  const hashes = await service.sql(
    "SELECT encode(sha256($1::bytea), 'hex') AS a, encode(sha256($2::bytea), 'hex') AS b",
    [Buffer.from(ssn), Buffer.from(digits)],
  );
  for (const hash of Object.values(hashes[0] ?? {})) expect(dump).not.toContain(String(hash));
});

describe("keys", () => {
  test("after the wrapping key is changed each record gets a new data key, once, and stays readable", async () => {
    const customer = await service.addCustomer();
    const ssn = service.newSsn();
    await setSsn(service, customer, ssn);
    const keys = createLocalKeyService({
      wrappingKeys: new Map([
        ["k2", randomBytes(32)],
        ["k1", oldKey],
      ]),
      macKey,
    });
    const context = { keys, dataKeys: createDataKeyCache(keys), clock: service.clock };
    const { db } = service.context;
    expect(await rewrapCustomer(context, db, customer.uuid)).toBe(true);
    expect(await rewrapCustomer(context, db, customer.uuid)).toBe(false);
    expect(await openSealedField(context, db, customer.uuid, "ssnEncrypted")).toBe(ssn.replaceAll("-", ""));
    expect(await openSealedField(context, db, customer.uuid, "birthDateEncrypted")).toBe("1980-05-17");
    const [row] = await service.sql(
      "SELECT key_id, key_version FROM customer.customer_data_key WHERE customer_id = $1",
      [customer.uuid],
    );
    expect(row).toEqual({ key_id: "k2", key_version: 2 });
  });
});

test("letter identity is told to dispute-service alone, and each reading is audited", async () => {
  const customer = await service.addCustomer();
  const ssn = service.newSsn();
  await setSsn(service, customer, ssn);
  const ask = async (caller: "dispute-service" | "billing-service") => {
    const secret = service.context.env.SERVICE_TOKEN_SECRET;
    const token = await signServiceToken(secret, { caller, audience: "customer-service" });
    return service.api("GET", `/internal/customers/${customer.uuid}/letter-identity`, { token });
  };
  expect(await ask("dispute-service")).toMatchObject({
    status: 200,
    body: { first_name: "Ada", ssn_last4: ssn.slice(-4), birth_year: 1980, address: { state: "NY" } },
  });
  expect((await ask("billing-service")).status).toBe(403);
  const read = await service.sql(
    "SELECT actor FROM customer.audit_event WHERE action = 'letter_identity.read' AND object_id = $1",
    [customer.uuid],
  );
  expect(read).toEqual([{ actor: "dispute-service" }]);
});

test("production refuses local keys", () => {
  const source = {
    NODE_ENV: "production",
    DATABASE_URL: "postgresql://x@localhost/x",
    SERVICE_TOKEN_SECRET: randomUUID(),
    OBJECT_STORE_BUCKET: "documents",
    KMS_PROVIDER: "local",
    LOCAL_KMS_KEYS: `k1:${oldKey.toString("base64")}`,
    LOCAL_KMS_MAC_KEY: macKey.toString("base64"),
  };
  expect(() => parseCustomerEnv(source)).toThrow("local keys are refused in production");
  expect(() => parseCustomerEnv({ ...source, KMS_PROVIDER: "aws" })).toThrow(
    "KMS_KEY_ID, KMS_MAC_KEY_ID: required",
  );
  expect(() => parseCustomerEnv({ ...source, NODE_ENV: "test", LOCAL_KMS_KEYS: "k1:short" })).toThrow(
    "LOCAL_KMS_KEYS",
  );
  expect(parseCustomerEnv({ ...source, NODE_ENV: "development" }).LOCAL_KMS_KEYS?.size).toBe(1);
});

/** Every row of every table of every schema, as text. */
async function dumpTables({ sql }: CustomerTest): Promise<string> {
  const tables = await sql(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await sql(`SELECT t::text AS row FROM ${name} AS t`);
    texts.push(...rows.map(({ row }) => String(row)));
  }
  return texts.join("\n");
}
