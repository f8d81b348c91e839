import type { Bureau } from "@horizon/contracts/backend";
import { joinPaymentMonths, type PaymentMonth } from "../metro2/payment-history.ts";
import type { ParsedReport, ReportedTradeline } from "../report/credit-report.ts";
import { createFieldReader, type FieldReader } from "./field-reader.ts";
import { maskAccountNumber } from "./mask-account-number.ts";
import { ParseFailure } from "./parse-failure.ts";
import { finishReport } from "./report-draft.ts";
import { labelOf, nodeOf, nodesOf, type SourceNode, symbolOf, textOf } from "./source-tree.ts";
import { readTrueLinkBorrower } from "./true-link-borrower.ts";
import { readTrueLinkInquiries, readTrueLinkPublicRecords } from "./true-link-partitions.ts";
import { readTrueLinkScores } from "./true-link-scores.ts";
import * as words from "./vocabulary.ts";

/**
 * The JSON of monitoring sites built on TrueLink. Attributes come with and without `@`, numbers as strings, a list of
 * one as an object, scores in either of two places, and thin files without any partition.
 * @throws ParseFailure not_a_report, too_large
 */
export function parseTrueLink(root: SourceNode): ParsedReport {
  const components = nodesOf(nodeOf(root, "BundleComponents"), "BundleComponent");
  const merged = components.find((component) => textOf(component, "Type") === "MergeCreditReports");
  const report = nodeOf(merged ?? root, "TrueLinkCreditReportType");
  if (report === null) throw new ParseFailure("not_a_report");
  const reader = createFieldReader();
  const borrower = nodeOf(report, "Borrower");
  const { files, personalInfo } = readTrueLinkBorrower(report, borrower, reader);
  return finishReport(
    {
      format: "truelink_json",
      pulledOn: readPulledOn(report, reader),
      files,
      personalInfo,
      scores: readTrueLinkScores(components, borrower, reader),
      tradelines: readTradelines(report, reader),
      inquiries: readTrueLinkInquiries(report, reader),
      publicRecords: readTrueLinkPublicRecords(report, reader),
    },
    reader,
  );
}

function readPulledOn(report: SourceNode, reader: FieldReader): string | null {
  const dates = nodesOf(nodeOf(report, "Sources"), "Source").map((source) =>
    reader.date(textOf(source, "InquiryDate", "operationDate"), "pulledOn"),
  );
  const stated = reader.date(textOf(report, "creationDate", "referenceDate"), "pulledOn");
  return (
    [...dates, stated]
      .filter((date) => date !== null)
      .sort()
      .at(-1) ?? null
  );
}

function readTradelines(report: SourceNode, reader: FieldReader): ReportedTradeline[] {
  const rows: ReportedTradeline[] = [];
  nodesOf(report, "TradeLinePartition").forEach((partition, group) => {
    for (const node of nodesOf(partition, "Tradeline")) {
      const at = `tradelines[${rows.length}]`;
      const bureau = words.readBureau(textOf(node, "bureau") ?? labelOf(nodeOf(node, "Source"), "Bureau"));
      if (bureau === null) reader.warn("bureau_unknown", at, true);
      else rows.push(readTradeline({ partition, node, bureau, group: `p${group}`, at, reader }));
    }
  });
  return rows;
}

interface TradelineSource {
  readonly partition: SourceNode;
  readonly node: SourceNode;
  readonly bureau: Bureau;
  readonly group: string;
  readonly at: string;
  readonly reader: FieldReader;
}

function readTradeline(source: TradelineSource): ReportedTradeline {
  const { partition, node, bureau, group, at, reader } = source;
  const granted = nodeOf(node, "GrantedTrade");
  const collected = nodeOf(node, "CollectionTrade");
  const typeText = reader.text(
    labelOf(granted, "AccountType") ?? textOf(partition, "accountTypeDescription"),
    `${at}.accountType`,
  );
  const kind = collected !== null || /collection/i.test(typeText ?? "") ? "collection" : "account";
  const condition = labelOf(node, "AccountCondition");
  const openClosed = labelOf(node, "OpenClosed") ?? condition;
  const open = /^(o|open)$/i.test(openClosed ?? "")
    ? true
    : /^(c|closed|paid)$/i.test(openClosed ?? "")
      ? false
      : null;
  const payStatus = labelOf(node, "PayStatus");
  const balanceCents = reader.cents(textOf(node, "currentBalance"), `${at}.balance`);
  const status = words.readAccountStatus({
    payStatus,
    condition,
    open,
    balanceCents,
    collection: kind === "collection",
  });
  if (status === null) reader.warn("status_unknown", `${at}.status`, true);
  const furnisherName = reader.text(textOf(node, "creditorName"), `${at}.furnisher`);
  if (furnisherName === null) reader.warn("furnisher_missing", `${at}.furnisher`, true);
  const number = reader.text(textOf(node, "accountNumber"), `${at}.accountNumber`);
  const remarks = nodesOf(node, "Remark")
    .map((remark) =>
      reader.text(textOf(remark, "customRemark") ?? labelOf(remark, "RemarkCode"), `${at}.remarks`),
    )
    .filter((text) => text !== null)
    .slice(0, 20);
  const disputed = labelOf(node, "DisputeFlag");
  const creditType = labelOf(granted, "CreditType") ?? labelOf(collected, "creditType");
  const originalCreditor = reader.text(textOf(collected, "originalCreditor"), `${at}.originalCreditor`);
  const date = (name: string) => reader.date(textOf(node, name), `${at}.${name}`);
  const portfolioText = textOf(partition, "accountTypeSymbol") ?? symbolOf(granted, "CreditType");
  return {
    bureau,
    group,
    kind,
    furnisherName: furnisherName ?? "(not named)",
    subscriberCode: reader.text(textOf(node, "subscriberCode"), `${at}.subscriberCode`),
    accountNumber: number === null ? null : maskAccountNumber(number),
    portfolio:
      words.readPortfolio(portfolioText) ?? words.readPortfolio(textOf(partition, "accountTypeDescription")),
    accountType: words.readAccountType(typeText),
    accountTypeText: typeText,
    ecoa: words.readEcoa(labelOf(node, "AccountDesignator")),
    open,
    status,
    statusText: reader.text(
      [condition, payStatus].filter((text) => text !== null).join("; "),
      `${at}.status`,
    ),
    openedOn: date("dateOpened"),
    closedOn: date("dateClosed"),
    asOfOn: date("dateReported") ?? date("dateVerified"),
    lastPaymentOn: reader.date(textOf(granted ?? node, "dateLastPayment"), `${at}.lastPayment`),
    dofdOn: null,
    limitCents: reader.cents(
      textOf(nodeOf(granted, "CreditLimit"), "amount") ?? textOf(granted, "CreditLimit"),
      `${at}.limit`,
    ),
    highBalanceCents: reader.cents(textOf(node, "highBalance"), `${at}.highBalance`),
    balanceCents,
    pastDueCents: reader.cents(textOf(granted, "amountPastDue"), `${at}.pastDue`),
    chargeOffCents: null,
    monthlyPaymentCents: reader.cents(textOf(granted, "monthlyPayment"), `${at}.monthlyPayment`),
    termsMonths: reader.count(textOf(granted, "termMonths")),
    ...readHistory(granted, status, at, reader),
    late30: reader.count(textOf(granted, "late30Count")),
    late60: reader.count(textOf(granted, "late60Count")),
    late90: reader.count(textOf(granted, "late90Count")),
    disputeFlag: disputed === null ? null : !/not/i.test(disputed),
    complianceCode: words.readCompliance(remarks),
    bankruptcyCode: words.readBankruptcy(remarks),
    specialComment: words.readSpecialComment(remarks),
    remarks,
    originalCreditor,
    medical: words.isMedical(typeText, creditType, originalCreditor),
  };
}

function readHistory(
  granted: SourceNode | null,
  status: ReportedTradeline["status"],
  at: string,
  reader: FieldReader,
): Pick<ReportedTradeline, "history" | "historyFrom"> {
  const months: PaymentMonth[] = [];
  for (const node of nodesOf(nodeOf(granted, "PayStatusHistory"), "MonthlyPayStatus").slice(0, 120)) {
    const month = /^(\d{4}-\d{2})/.exec(textOf(node, "date") ?? "")?.[1];
    if (month === undefined) continue;
    const code = words.readPaymentCode(textOf(node, "status") ?? "", status);
    if (code === null) reader.warn("history_code_unknown", `${at}.history`);
    months.push({ month, code: code ?? "D" });
  }
  const { history, from } = joinPaymentMonths(months);
  return { history, historyFrom: from };
}
