import { describe, expect, test } from "vitest";
import { sampleReport } from "../../../../testing/credit-reports/sample-report.ts";
import { writeMismoJson, writeMismoXml } from "../../../../testing/credit-reports/write-mismo.ts";
import { writeMonitoringHtml } from "../../../../testing/credit-reports/write-monitoring-html.ts";
import { writeTrueLink } from "../../../../testing/credit-reports/write-true-link.ts";
import { type ParsedReport, parsedReport, type ReportedTradeline } from "../report/credit-report.ts";
import { parseReport } from "./parse-report.ts";

/** Accounts of the canonical report that the format cannot say in full. */
type Loss = (row: ReportedTradeline) => Partial<ReportedTradeline>;

const report = sampleReport();
const cases: [
  name: string,
  bytes: Buffer,
  format: ParsedReport["format"],
  loss: Loss,
  other: Partial<ParsedReport>,
][] = [
  ["TrueLink, @ attributes, scores of the borrower", writeTrueLink(report), "truelink_json", () => ({}), {}],
  [
    "TrueLink, plain attributes, scores beside the report",
    writeTrueLink(report, { attributes: "", scoresIn: "component" }),
    "truelink_json",
    () => ({}),
    {},
  ],
  [
    "MISMO XML",
    writeMismoXml(report),
    "mismo_xml",
    () => ({}),
    {
      files: report.files.map((file) => ({
        ...file,
        frozen: file.frozen || null,
        fraudAlert: "none" as const,
      })),
    },
  ],
  [
    "MISMO JSON",
    writeMismoJson(report),
    "mismo_json",
    () => ({}),
    {
      files: report.files.map((file) => ({
        ...file,
        frozen: file.frozen || null,
        fraudAlert: "none" as const,
      })),
    },
  ],
  [
    "HTML of a monitoring site",
    writeMonitoringHtml(report),
    "monitoring_html",
    () => ({ subscriberCode: null, disputeFlag: null, late30: null, late60: null, late90: null }),
    {
      files: report.files.map((file) => ({ ...file, frozen: null })),
      scores: report.scores.map((score) => ({ ...score, factors: [] })),
    },
  ],
];

test.each(cases)(
  "%s reads as the report from which it was written",
  async (_name, bytes, format, loss, other) => {
    const { warnings, confidence, ...read } = await parseReport(bytes);
    const { warnings: _w, confidence: _c, ...canonical } = { ...report, ...other, format };
    const order = (items: readonly object[]) => items.map((item) => JSON.stringify(item)).sort();
    expect({ ...read, personalInfo: order(read.personalInfo) }).toEqual({
      ...canonical,
      personalInfo: order(canonical.personalInfo),
      tradelines: report.tradelines.map((row) => ({ ...row, ...loss(row) })),
    });
    expect(warnings.filter(({ review }) => review)).toEqual([]);
    expect(confidence).toBeGreaterThan(0.95);
    expect(() => parsedReport.parse({ ...read, warnings, confidence })).not.toThrow();
  },
);

describe("what is personal", () => {
  test("neither a whole SSN nor a whole account number survives the parser", async () => {
    const source = writeTrueLink(report)
      .toString()
      .replaceAll("XXXXX6789", "123456789")
      .replaceAll("4000****", "4000123412341234");
    const text = JSON.stringify(await parseReport(Buffer.from(source)));
    expect(text).not.toContain("123456789");
    expect(text).not.toContain("4000123412341234");
    expect(text).toContain("****1234");
    expect(text).toContain('"6789"');
  });

  test("a warning names the place, never the value", async () => {
    const source = writeTrueLink(report)
      .toString()
      .replaceAll("2019-03-14", "secret-date")
      .replaceAll('"450"', '"4x50"');
    const { warnings } = await parseReport(Buffer.from(source));
    expect(warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["date_unreadable", "amount_unreadable"]),
    );
    expect(JSON.stringify(warnings)).not.toMatch(/secret|4x50/);
    expect(warnings[0]).toMatchObject({ at: expect.stringMatching(/^tradelines\[0\]\./), review: true });
  });
});

test("a thin file without any partition is a report with scores alone", async () => {
  const thin = sampleReport({ tradelines: [], inquiries: [], publicRecords: [], personalInfo: [] });
  const read = await parseReport(writeTrueLink(thin));
  expect(read.tradelines).toEqual([]);
  expect(read.scores).toHaveLength(3);
});

test("two rows of one bureau in one partition are two accounts, and that is said", async () => {
  const [first] = report.tradelines;
  if (first === undefined) throw new Error("no row");
  const twice = sampleReport({ tradelines: [first, { ...first, accountNumber: "9999****" }] });
  const read = await parseReport(writeTrueLink(twice));
  expect(new Set(read.tradelines.map(({ group }) => group)).size).toBe(2);
  expect(read.warnings).toContainEqual({ code: "account_repeated", at: "tradelines[1]", review: false });
});

test("rows that the source left apart are one account when furnisher, number and opening agree", async () => {
  const apart = report.tradelines.slice(0, 3).map((row, index) => ({
    ...row,
    group: `x${index}`,
    furnisherName: index === 1 ? "Example Bk, N.A." : row.furnisherName,
    openedOn: index === 2 ? "2019-04-10" : row.openedOn,
  }));
  const read = await parseReport(writeTrueLink(sampleReport({ tradelines: apart })));
  expect(new Set(read.tradelines.map(({ group }) => group)).size).toBe(1);
});
