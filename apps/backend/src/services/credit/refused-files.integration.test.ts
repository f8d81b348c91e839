import { describe, expect, test } from "vitest";
import { sampleReport } from "../../testing/credit-reports/sample-report.ts";
import { writeTrueLink } from "../../testing/credit-reports/write-true-link.ts";
import { serveCredit } from "../../testing/serve-credit.ts";

const credit = await serveCredit();

const json = writeTrueLink(sampleReport());
const get = (path: string, token: string) => credit.api("GET", path, { token });

describe("files that are no reports", () => {
  test.each([
    ["a zip", Buffer.from("PK\u0003\u0004"), "application/json", 422, "report.unparseable"],
    ["a PDF", Buffer.from("%PDF-1.7"), "application/json", 422, "report.unparseable"],
    ["nothing", Buffer.alloc(0), "application/json", 422, "report.unparseable"],
    [
      "HTML that says it is JSON",
      Buffer.from("<html></html>"),
      "application/json",
      415,
      "request.unsupported_media_type",
    ],
    ["a type that we do not take", json, "application/pdf", 415, "request.unsupported_media_type"],
    [
      "25 MiB and a byte",
      Buffer.alloc(25 * 1024 * 1024 + 1, "{"),
      "application/json",
      413,
      "request.too_large",
    ],
  ])("%s", async (_name, bytes, contentType, status, code) => {
    const customer = await credit.addCustomer();
    expect(await credit.upload(customer, bytes, { contentType })).toMatchObject({ status, body: { code } });
    expect((await get(`${customer.path}/credit-reports`, customer.token)).body.data).toEqual([]);
  });

  test.each([
    [
      "billion laughs",
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      "application/xml",
      "quarantined",
      "unsafe_xml",
    ],
    ["JSON of something else", '{"hello":1}', "application/json", "failed", "not_a_report"],
  ])(
    "%s is stored and then refused, and the service goes on",
    async (_name, file, contentType, state, failure) => {
      const customer = await credit.addCustomer();
      const path = await credit.importReport(customer, Buffer.from(file), { contentType });
      expect((await get(path, customer.token)).body).toMatchObject({ state, failure });
      expect((await get(`${path}/tradelines`, customer.token)).status).toBe(409);
    },
  );

  test("a file that was changed in the store is quarantined", async () => {
    const customer = await credit.addCustomer();
    const uploaded = await credit.upload(customer, json);
    await credit.sql("UPDATE credit.report SET sha256 = repeat('a', 64) WHERE customer_id = $1", [
      customer.standing.customer_id,
    ]);
    await credit.deliverOwn();
    expect((await get(String(uploaded.headers.location), customer.token)).body).toMatchObject({
      state: "quarantined",
      failure: "changed_in_store",
    });
  });

  test("an object store that is down refuses the upload and leaves no row", async () => {
    const customer = await credit.addCustomer();
    credit.store.failNext(3);
    expect(await credit.upload(customer, json)).toMatchObject({
      status: 503,
      body: { code: "upstream.unavailable" },
    });
    expect((await get(`${customer.path}/credit-reports`, customer.token)).body.data).toEqual([]);
  });
});
