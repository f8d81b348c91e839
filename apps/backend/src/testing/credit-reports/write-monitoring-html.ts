import type { Bureau } from "@horizon/contracts/backend";
import { listPaymentMonths } from "../../services/credit/domain/metro2/payment-history.ts";
import type { ParsedReport, ReportedTradeline } from "../../services/credit/domain/report/credit-report.ts";

const shown: readonly Bureau[] = ["TUC", "EXP", "EFX"];
const owners: Readonly<Record<string, string>> = {
  "1": "Individual",
  "2": "Joint",
  "3": "Authorized User",
};
const names = { EFX: "Equifax", EXP: "Experian", TUC: "TransUnion" } as const;
const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const portfolios = {
  C: "Line of Credit",
  I: "Installment",
  M: "Mortgage",
  O: "Open",
  R: "Revolving",
} as const;

type Cells = (bureau: Bureau) => string | null | undefined;

/** A report as the page that a three-bureau monitoring site shows. */
export function writeMonitoringHtml(report: ParsedReport): Buffer {
  const info =
    (kind: string): Cells =>
    (bureau) =>
      report.personalInfo
        .filter((item) => item.bureau === bureau && item.kind === kind)
        .map(({ value }) => escapeMarkup(value))
        .join("<br>");
  const score = (bureau: Bureau) => report.scores.find((item) => item.bureau === bureau);
  const groups = Map.groupBy(report.tradelines, ({ group }) => group);
  const parts = [
    heading("Personal Information"),
    table([
      ["Credit Report Date:", () => american(report.pulledOn)],
      ["Name:", info("name")],
      ["Date of Birth:", info("birth_year")],
      ["Social Security Number:", (bureau) => prefixed("XXX-XX-", info("ssn")(bureau))],
      ["Current Address(es):", info("address")],
      ["Employers:", info("employer")],
    ]),
    heading("Credit Score: VantageScore 3.0"),
    table([
      ["Credit Score:", (bureau) => score(bureau)?.value?.toString()],
      ["Score Date:", (bureau) => american(score(bureau)?.scoredOn ?? null)],
    ]),
    heading("Account History"),
    ...[...groups.values()].map(account),
    heading("Inquiries"),
    inquiries(report),
    heading("Public Information"),
    ...report.publicRecords.map((record) => {
      const at = (text: string | null) => (bureau: Bureau) => (bureau === record.bureau ? text : "-");
      const title = record.kind === "bankruptcy" ? `Bankruptcy Chapter ${record.chapter}` : record.kind;
      return (
        subHeading(title) +
        table([
          ["Type:", at(title)],
          ["Status:", at(record.disposition)],
          ["Date Filed/Reported:", at(american(record.filedOn))],
          ["Reference#:", at(record.docket)],
          ["Closing Date:", at(american(record.dispositionOn))],
          ["Court:", at(record.court)],
          ["Liability:", at(dollars(record.amountCents))],
        ])
      );
    }),
  ];
  return Buffer.from(
    `<!DOCTYPE html><html><head><title>Credit Report</title><script>alert(1)</script></head><body><table><tr><td>${parts.join("\n")}</td></tr></table></body></html>`,
  );
}

function account(rows: readonly ReportedTradeline[]): string {
  const at =
    (field: (row: ReportedTradeline) => string | null): Cells =>
    (bureau) => {
      const row = rows.find((candidate) => candidate.bureau === bureau);
      return row === undefined ? "-" : field(row);
    };
  const [first] = rows;
  const creditor = `${first?.furnisherName}${first?.originalCreditor ? ` (Original Creditor: ${first.originalCreditor})` : ""}`;
  const words = (row: ReportedTradeline) => (row.statusText ?? "").split("; ");
  return (
    subHeading(creditor) +
    table([
      ["Account #:", at((row) => row.accountNumber)],
      ["Account Type:", at((row) => (row.portfolio === null ? null : portfolios[row.portfolio]))],
      ["Account Type - Detail:", at((row) => row.accountTypeText)],
      ["Bureau Code:", at((row) => owners[row.ecoa ?? ""] ?? null)],
      ["Account Status:", at((row) => words(row)[0] ?? null)],
      ["Monthly Payment:", at((row) => dollars(row.monthlyPaymentCents))],
      ["Date Opened:", at((row) => american(row.openedOn))],
      ["Date Closed:", at((row) => american(row.closedOn))],
      ["Balance:", at((row) => dollars(row.balanceCents))],
      ["No. of Months (terms):", at((row) => row.termsMonths?.toString() ?? null)],
      ["High Credit:", at((row) => dollars(row.highBalanceCents))],
      ["Credit Limit:", at((row) => dollars(row.limitCents))],
      ["Past Due:", at((row) => dollars(row.pastDueCents))],
      ["Payment Status:", at((row) => words(row)[1] ?? null)],
      ["Last Reported:", at((row) => american(row.asOfOn))],
      ["Comments:", at((row) => row.remarks.map(escapeMarkup).join("<br>"))],
      ["Date of Last Payment:", at((row) => american(row.lastPaymentOn))],
    ]) +
    history(rows)
  );
}

function history(rows: readonly ReportedTradeline[]): string {
  const months = listPaymentMonths(rows[0]?.history ?? "", rows[0]?.historyFrom ?? null).map(
    ({ month }) => month,
  );
  if (months.length === 0) return "";
  const row = (label: string, cells: readonly string[]) =>
    `<tr><td>${label}</td>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  const lines = rows.map((tradeline) => {
    const codes = listPaymentMonths(tradeline.history, tradeline.historyFrom).map(({ code }) =>
      code === "0" ? "OK" : code === "D" ? "" : code === "L" ? "CO" : String(Number(code) * 30),
    );
    return row(`${names[tradeline.bureau]}:`.slice(0, -1), codes);
  });
  return `<table class="addr_hsrty">${row(
    "Month",
    months.map((month) => monthNames[Number(month.slice(5)) - 1] ?? ""),
  )}${row(
    "Year",
    months.map((month) => month.slice(2, 4)),
  )}${lines.join("")}</table>`;
}

function inquiries(report: ParsedReport): string {
  const lines = report.inquiries.map(
    ({ subscriberName, industry, inquiredOn, bureau }) =>
      `<tr><td>${escapeMarkup(subscriberName)}</td><td>${escapeMarkup(industry ?? "-")}</td><td>${american(inquiredOn)}</td><td>${names[bureau]}</td></tr>`,
  );
  return `<table><tr><th>Creditor Name</th><th>Type of Business</th><th>Date of inquiry</th><th>Credit Bureau</th></tr>${lines.join("")}</table>`;
}

function table(rows: readonly (readonly [string, Cells])[]): string {
  const head = `<tr><th></th>${shown.map((bureau) => `<th>${names[bureau]}</th>`).join("")}</tr>`;
  const body = rows.map(
    ([label, cells]) =>
      `<tr><td class="label">${label}</td>${shown.map((bureau) => `<td class="info">${cells(bureau) || "-"}</td>`).join("")}</tr>`,
  );
  return `<table class="rpt_content_table rpt_content_header rpt_table4column">${head}${body.join("")}</table>`;
}

function heading(text: string): string {
  return `<div class="rpt_fullReport_header">${text}</div>`;
}

function subHeading(text: string): string {
  return `<div class="sub_header">${escapeMarkup(text)}</div>`;
}

function american(date: string | null): string | null {
  return date === null ? null : date.replace(/^(\d{4})-(\d\d)-(\d\d)$/, "$2/$3/$1");
}

function dollars(cents: number | null): string | null {
  return cents === null ? null : `$${(cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2 })}`;
}

function prefixed(prefix: string, text: string | null | undefined): string | null {
  return text ? prefix + text : null;
}

function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
