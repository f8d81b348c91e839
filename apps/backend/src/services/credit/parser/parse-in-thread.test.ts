import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { largeReport, sampleReport } from "../../../testing/credit-reports/sample-report.ts";
import { writeMismoXml } from "../../../testing/credit-reports/write-mismo.ts";
import { writeMonitoringHtml } from "../../../testing/credit-reports/write-monitoring-html.ts";
import { writeTrueLink } from "../../../testing/credit-reports/write-true-link.ts";
import type { ParseFailureReason } from "../domain/parsing/parse-failure.ts";
import { parseInThread } from "./parse-in-thread.ts";

const limits = { timeoutMs: 50_000, heapMaxMb: 512 };
const json = writeTrueLink(sampleReport()).toString();
const xml = writeMismoXml(sampleReport()).toString();
const html = writeMonitoringHtml(sampleReport()).toString();

test("a report is read", async () => {
  const outcome = await parseInThread(Buffer.from(json));
  expect(outcome).toMatchObject({ ok: true, report: { format: "truelink_json" } });
});

const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("");
const xxe = `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>`;
const accounts = (count: number) =>
  `{"TrueLinkCreditReportType":{"TradeLinePartition":[${Array(count).fill('{"Tradeline":{"bureau":"Experian","creditorName":"A"}}').join(",")}]}}`;

const bombs: [name: string, file: string | Buffer, reason: ParseFailureReason][] = [
  [
    "billion laughs",
    `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">${laughs}]><r>&l9;</r>`,
    "unsafe_xml",
  ],
  ["an external entity", `<?xml version="1.0"?>${xxe}${xml.slice(xml.indexOf("?>") + 2)}`, "unsafe_xml"],
  ["JSON nested 100,000 deep", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, "too_deep"],
  [
    "XML nested 100,000 deep",
    `<?xml version="1.0"?>${"<a>".repeat(100_000)}${"</a>".repeat(100_000)}`,
    "too_deep",
  ],
  ["HTML nested 100,000 deep", `<html>${"<div>".repeat(100_000)}`, "too_deep"],
  ["100,000 tradelines in JSON", accounts(100_000), "too_large"],
  [
    "100,000 tradelines in XML",
    `<?xml version="1.0"?><CREDIT_RESPONSE>${'<CREDIT_LIABILITY CreditRepositorySourceType="Experian"/>'.repeat(100_000)}</CREDIT_RESPONSE>`,
    "too_large",
  ],
  ["a zip archive", Buffer.from("PK\u0003\u0004 report.json"), "unsupported"],
  ["gzip", gzipSync(json), "unsupported"],
  ["a PDF", "%PDF-1.7\n", "unsupported"],
  ["nothing", "", "unsupported"],
  ["random bytes", Buffer.from(Array.from({ length: 4_096 }, (_, n) => (n * 7_919) % 256)), "unsupported"],
  ["JSON that breaks off", json.slice(0, -200), "malformed"],
  ["XML that breaks off", xml.slice(0, -200), "malformed"],
  ["JSON of something else", '{"hello":"world"}', "not_a_report"],
  ["XML of something else", '<?xml version="1.0"?><note/>', "not_a_report"],
  ["HTML of something else", "<html><body><p>Hello</p></body></html>", "not_a_report"],
];

test.each(bombs)("%s is refused, and the process goes on", async (_name, file, reason) => {
  expect(await parseInThread(Buffer.from(file), limits)).toEqual({ ok: false, reason });
});

describe("what is odd but harmless", () => {
  test.each([
    ["a text of 5 MB", json.replace('"EXAMPLE BANK"', `"${"x".repeat(5_000_000)}"`), "text_cut"],
    ["null bytes", json.replace('"EXAMPLE BANK"', '"EXAMPLE\\u0000 BANK"'), "control_characters"],
    [
      "a bureau that we do not know",
      json.replace('"@bureau":"TransUnion"', '"@bureau":"Innovis"'),
      "bureau_unknown",
    ],
    ["a score of 9999", json.replace('"611"', '"9999"'), "score_out_of_range"],
  ])("%s is read with a warning", async (_name, file, code) => {
    const outcome = await parseInThread(Buffer.from(file), limits);
    if (!outcome.ok) throw new Error(outcome.reason);
    expect(outcome.report.warnings.map((warning) => warning.code)).toContain(code);
    expect(JSON.stringify(outcome.report)).not.toContain("\\u0000");
  });

  test("an entity of XML is text, once", async () => {
    const twice = xml.replaceAll("EXAMPLE BANK", "A &amp;lt; B");
    const outcome = await parseInThread(Buffer.from(twice), limits);
    expect(outcome.ok && outcome.report.tradelines[0]?.furnisherName).toBe("A &lt; B");
  });

  test("keys that name the prototype of objects change nothing", async () => {
    const polluted = json.replace(
      "{",
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
    );
    expect((await parseInThread(Buffer.from(polluted), limits)).ok).toBe(true);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  test("scripts of a page are text that nobody reads", async () => {
    const outcome = await parseInThread(Buffer.from(html), limits);
    expect(JSON.stringify(outcome)).not.toContain("alert");
  });
});

describe("limits", () => {
  const large = writeTrueLink(largeReport(400));

  test("what takes longer than it may is ended", async () => {
    expect(await parseInThread(large, { timeoutMs: 5, heapMaxMb: 512 })).toEqual({
      ok: false,
      reason: "timed_out",
    });
  });

  test("what takes more memory than it may is ended", async () => {
    const greedy = Buffer.from(`{"a":[${Array(700_000).fill("{}").join(",")}]}`);
    const outcome = await parseInThread(greedy, { timeoutMs: 50_000, heapMaxMb: 24 });
    expect(outcome).toEqual({ ok: false, reason: "out_of_memory" });
  });
});
