import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type CustomerTest,
  pdfBytes,
  sha256,
  startCustomerTest,
  type TestCustomer,
} from "../../testing/start-customer-test.ts";

let service: CustomerTest;
beforeAll(async () => {
  service = await startCustomerTest();
});
afterAll(() => service.close());

const announce = ({ path, token }: TestCustomer, body: object = {}) =>
  service.api("POST", `${path}/documents`, {
    token,
    body: {
      kind: "supporting",
      content_type: "application/pdf",
      size_bytes: 10,
      sha256: "0".repeat(64),
      ...body,
    },
  });

describe("an upload", () => {
  test("is taken when it is what was announced, and downloads as an attachment for a minute", async () => {
    const customer = await service.addCustomer();
    const bytes = pdfBytes();
    const document = await service.upload(customer, bytes);
    expect(document.body).toMatchObject({ status: "stored", sha256: sha256(bytes), fault: null });
    const download = await service.api("POST", `/v1/documents/${document.body.id}/download`, {
      token: customer.token,
    });
    const file = await request(download.body.url);
    expect(Buffer.from(await file.body.arrayBuffer()).equals(bytes)).toBe(true);
    expect(file.headers["content-disposition"]).toContain("attachment");
    expect(download.body.expires_in_seconds).toBe(60);
    const audit = await service.sql(
      "SELECT actor FROM customer.audit_event WHERE action = 'document.read' AND actor = $1",
      [customer.userId],
    );
    expect(audit).toHaveLength(1);
  });

  test.each([
    ["a program", Buffer.from("MZ\x90\x00 program"), "type_differs"],
    ["a PDF that runs a script", Buffer.from("%PDF-1.7 << /S /JavaScript /JS (x) >>"), "active_content"],
    ["the scanner's test string", Buffer.from("%PDF-1.7 EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"), "malware"],
  ])("that is %s is kept apart and never handed out", async (_name, bytes, fault) => {
    const customer = await service.addCustomer();
    const document = await service.upload(customer, bytes);
    expect(document.body).toMatchObject({ status: "quarantined", fault });
    const path = `/v1/documents/${document.body.id}`;
    for (const token of [customer.token, await service.tokens.staff("compliance")]) {
      expect(await service.api("POST", `${path}/download`, { token })).toMatchObject({
        status: 423,
        body: { code: "document.quarantined" },
      });
    }
    const use = await service.api("POST", `${customer.path}/identity-verifications`, {
      token: customer.token,
      body: { document_ids: [document.body.id] },
    });
    expect(use).toMatchObject({ status: 422, body: { code: "identity.documents_missing" } });
  });

  test("of other bytes than were announced is refused by the store itself", async () => {
    const customer = await service.addCustomer();
    const bytes = pdfBytes();
    const announced = await announce(customer, { size_bytes: bytes.length, sha256: sha256(bytes) });
    const { url, headers } = announced.body.upload;
    const other = Buffer.from(bytes);
    other[10] = 0x58;
    const put = await request(url, { method: "PUT", headers, body: other });
    await put.body.dump();
    expect(put.statusCode).toBeGreaterThanOrEqual(400);
    const path = `/v1/documents/${announced.body.document.id}/complete`;
    expect(await service.api("POST", path, { token: customer.token })).toMatchObject({
      status: 409,
      body: { code: "document.not_uploaded" },
    });
  });

  test.each([
    ["too large", { size_bytes: 10 * 1024 * 1024 + 1 }, 413],
    ["empty", { size_bytes: 0 }, 422],
    ["an archive", { content_type: "application/zip" }, 415],
    ["HTML", { content_type: "text/html" }, 415],
    ["SVG", { content_type: "image/svg+xml" }, 415],
    ["called a contract", { kind: "contract_packet" }, 422],
    ["kept for ever by the uploader", { legal_hold: true }, 422],
    ["written to a place of their choice", { object_key: "../../x" }, 422],
  ])("that is announced as %s is refused", async (_name, body, status) => {
    expect((await announce(await service.addCustomer(), body)).status).toBe(status);
  });

  test("loses the place and the camera of a picture", async () => {
    const customer = await service.addCustomer();
    const segment = (kind: number, data: string) =>
      Buffer.concat([Buffer.from([0xff, kind, 0, data.length + 2]), Buffer.from(data, "latin1")]);
    const bytes = Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      segment(0xe1, "Exif GPS 40.7,-74.0"),
      segment(0xda, "scan"),
      Buffer.from("pixels"),
    ]);
    const document = await service.upload(customer, bytes, { contentType: "image/jpeg" });
    expect(document.body.status).toBe("stored");
    const [row] = await service.sql(
      "SELECT object_key FROM customer.customer_document WHERE customer_id = $1",
      [customer.uuid],
    );
    const stored = Buffer.from(await service.context.objects.get(String(row?.object_key)));
    expect(stored.includes("GPS")).toBe(false);
    expect(sha256(stored)).toBe(document.body.sha256);
  });

  test("is completed once, by the person who announced it", async () => {
    const customer = await service.addCustomer();
    const document = await service.upload(customer, pdfBytes());
    const path = `/v1/documents/${document.body.id}/complete`;
    expect((await service.api("POST", path, { token: customer.token })).body.code).toBe(
      "state.invalid_transition",
    );
  });

  test("that never arrives is dropped after an hour", async () => {
    const customer = await service.addCustomer();
    const announced = await announce(customer);
    service.clock.advanceMs(2 * 3_600_000);
    await service.runJob("drop-abandoned-uploads");
    const path = `/v1/documents/${announced.body.document.id}`;
    expect((await service.api("GET", path, { token: customer.token })).status).toBe(404);
  });
});

describe("PRIV-3 CROA-2 GLB-5 deletion", () => {
  test("takes what no duty keeps, for good", async () => {
    const customer = await service.addCustomer();
    const document = await service.upload(customer, pdfBytes());
    const [row] = await service.sql(
      "SELECT object_key FROM customer.customer_document WHERE customer_id = $1",
      [customer.uuid],
    );
    const path = `/v1/documents/${document.body.id}`;
    expect((await service.api("DELETE", path, { token: customer.token })).status).toBe(204);
    expect((await service.api("GET", path, { token: customer.token })).status).toBe(404);
    await expect(service.context.objects.get(String(row?.object_key))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("is refused for evidence, with the date, and under a legal hold", async () => {
    const customer = await service.addCustomer();
    await service.signed(customer);
    const { body } = await service.api("GET", `${customer.path}/documents`, { token: customer.token });
    const [evidence] = body.data;
    expect(
      await service.api("DELETE", `/v1/documents/${evidence.id}`, { token: customer.token }),
    ).toMatchObject({
      status: 409,
      body: { code: "document.retained", reason: "retained", until: evidence.retain_until },
    });

    const document = await service.upload(customer, pdfBytes());
    const compliance = await service.tokens.staff("compliance");
    await service.api("PUT", `/v1/documents/${document.body.id}/legal-hold`, {
      token: compliance,
      body: { legal_hold: true, reason: "letter of a lawyer" },
    });
    expect(
      await service.api("DELETE", `/v1/documents/${document.body.id}`, { token: compliance }),
    ).toMatchObject({
      status: 409,
      body: { reason: "legal_hold" },
    });
  });

  test("when the object store is down the row stays", async () => {
    const customer = await service.addCustomer();
    const document = await service.upload(customer, pdfBytes());
    const path = `/v1/documents/${document.body.id}`;
    service.failObjectStore(10);
    expect((await service.api("DELETE", path, { token: customer.token })).status).toBe(503);
    service.failObjectStore(0);
    expect((await service.api("GET", path, { token: customer.token })).body.status).toBe("stored");
  });
});
