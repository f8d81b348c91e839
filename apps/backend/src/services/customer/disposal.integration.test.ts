import { Client } from "pg";
import { request } from "undici";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type CustomerTest, pdfBytes, startCustomerTest } from "../../testing/start-customer-test.ts";

let service: CustomerTest;
beforeAll(async () => {
  service = await startCustomerTest();
});
afterAll(() => service.close());

test("GLB-5 what is no evidence goes two years after the customer left; a hold wins", async () => {
  service.clock.set("2026-11-23T18:00:00.000Z");
  const customer = await service.addCustomer();
  const [gone, held] = [
    await service.upload(customer, pdfBytes()),
    await service.upload(customer, pdfBytes()),
  ];
  await service.api("PUT", `/v1/documents/${held.body.id}/legal-hold`, {
    token: await service.tokens.staff("compliance"),
    body: { legal_hold: true, reason: "letter of a lawyer" },
  });
  const contract = await service.signed(customer);
  await service.api("POST", `/v1/contracts/${contract.body.id}/cancel`, {
    token: customer.token,
    body: {},
  });
  const kinds = async () => {
    const { body } = await service.api("GET", `${customer.path}/documents`, { token: customer.token });
    return body.data.map(({ id, kind }: { id: string; kind: string }) => [kind, id]);
  };
  service.clock.set("2028-11-22T18:00:00.000Z");
  await service.runJob("dispose-documents");
  expect(await kinds()).toHaveLength(4);
  service.clock.set("2028-11-24T18:00:00.000Z");
  await service.runJob("dispose-documents");
  const left = await kinds();
  expect(left).toHaveLength(3);
  expect(left).not.toContainEqual(["identity_proof", gone.body.id]);
  expect(left).toContainEqual(["identity_proof", held.body.id]);
});

test("GLB-5 six years after the end the key is destroyed and a tombstone stays; a legal hold wins", async () => {
  service.clock.set("2026-11-23T18:00:00.000Z");
  const [gone, held] = await Promise.all([service.addCustomer(), service.addCustomer()]);
  for (const customer of [gone, held]) {
    await service.api("PUT", `${customer.path}/ssn`, {
      token: customer.token,
      body: { ssn: service.newSsn() },
    });
    const contract = await service.signed(customer);
    await service.api("POST", `/v1/contracts/${contract.body.id}/cancel`, {
      token: customer.token,
      body: {},
    });
  }
  await service.sql("UPDATE customer.customers SET legal_hold = true WHERE id = $1", [held.uuid]);
  service.clock.set("2032-11-20T18:00:00.000Z");
  await service.runJob("dispose-customers");
  expect((await service.api("GET", gone.path, { token: gone.token })).status).toBe(200);

  service.clock.set("2032-11-25T18:00:00.000Z");
  // An object that is still locked holds up the disposal: nothing is forgotten while its copy exists.
  await service.runJob("dispose-customers");
  expect((await service.api("GET", gone.path, { token: gone.token })).status).toBe(200);
  service.endObjectLocks();
  await service.runJob("dispose-customers");
  const rows = await service.sql(
    `SELECT c.id, c.first_name, c.status::text, c.ssn_encrypted IS NULL AS shredded, k.customer_id IS NULL AS keyless
       FROM customer.customers c LEFT JOIN customer.customer_data_key k ON k.customer_id = c.id
      WHERE c.id = ANY($1) ORDER BY c.status`,
    [[gone.uuid, held.uuid]],
  );
  expect(rows).toEqual([
    { id: held.uuid, first_name: "Ada", status: "cancelled", shredded: false, keyless: false },
    { id: gone.uuid, first_name: "disposed", status: "disposed", shredded: true, keyless: true },
  ]);
  expect((await service.api("GET", gone.path, { token: gone.token })).status).toBe(404);
});

test("a hold that is set while the disposal runs wins as well: the documents are still there", async () => {
  service.clock.set("2026-11-23T18:00:00.000Z");
  const customer = await service.addCustomer();
  const document = await service.upload(customer, pdfBytes());
  const contract = await service.signed(customer);
  await service.api("POST", `/v1/contracts/${contract.body.id}/cancel`, { token: customer.token, body: {} });
  service.clock.set("2032-11-25T18:00:00.000Z");
  service.endObjectLocks();

  const holder = new Client({ connectionString: service.database.adminUrl });
  await holder.connect();
  await holder.query("BEGIN");
  await holder.query("UPDATE customer.customers SET legal_hold = true WHERE id = $1", [customer.uuid]);
  const disposal = service.runJob("dispose-customers");
  await vi.waitFor(async () => {
    const waiting = await service.sql(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    expect(waiting).not.toEqual([]);
  });
  await holder.query("COMMIT");
  await disposal;
  await holder.end();

  const path = `/v1/documents/${document.body.id}/download`;
  const download = await service.api("POST", path, { token: customer.token });
  expect((await request(download.body.url)).statusCode).toBe(200);
});
