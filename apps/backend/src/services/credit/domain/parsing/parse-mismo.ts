import type { Bureau } from "@horizon/contracts/backend";
import { historyPattern } from "../metro2/payment-history.ts";
import type { ParsedReport, ReportedTradeline, ReportFormat } from "../report/credit-report.ts";
import { createFieldReader, type FieldReader } from "./field-reader.ts";
import { maskAccountNumber } from "./mask-account-number.ts";
import { readMismoBorrower } from "./mismo-borrower.ts";
import { readMismoInquiries, readMismoPublicRecords, readMismoScores } from "./mismo-lists.ts";
import { repositoriesOf, splitWords } from "./mismo-words.ts";
import { ParseFailure } from "./parse-failure.ts";
import { finishReport } from "./report-draft.ts";
import { nodeOf, nodesOf, type SourceNode, textOf } from "./source-tree.ts";
import * as words from "./vocabulary.ts";

/**
 * MISMO 2.x: the tree of `CREDIT_RESPONSE`, whose attributes become `@…` whether it came as XML or as JSON.
 * @throws ParseFailure not_a_report, too_large
 */
export function parseMismo(root: SourceNode, format: Extract<ReportFormat, `mismo_${string}`>): ParsedReport {
  const response =
    nodeOf(root, "CREDIT_RESPONSE") ??
    nodeOf(root, "RESPONSE_GROUP", "RESPONSE", "RESPONSE_DATA", "CREDIT_RESPONSE");
  if (response === null) throw new ParseFailure("not_a_report");
  const reader = createFieldReader();
  const { files, personalInfo } = readMismoBorrower(response, reader);
  const dated = textOf(response, "CreditReportLastUpdatedDate", "CreditReportFirstIssuedDate");
  return finishReport(
    {
      format,
      pulledOn: reader.date(dated, "pulledOn"),
      files,
      personalInfo,
      scores: readMismoScores(response, reader),
      tradelines: readTradelines(response, reader),
      inquiries: readMismoInquiries(response, reader),
      publicRecords: readMismoPublicRecords(response, reader),
    },
    reader,
  );
}

/** A row marked `Primary` begins an account; the rows until the next one are other bureaus' copies of it. */
function readTradelines(response: SourceNode, reader: FieldReader): ReportedTradeline[] {
  const rows: ReportedTradeline[] = [];
  let group = 0;
  for (const node of nodesOf(response, "CREDIT_LIABILITY")) {
    const reference = textOf(node, "CreditTradeReferenceID");
    if (reference === null || reference === "Primary") group += 1;
    const at = `tradelines[${rows.length}]`;
    const bureaus = repositoriesOf(node);
    if (bureaus.length === 0) reader.warn("bureau_unknown", at, true);
    for (const bureau of bureaus) rows.push(readTradeline(node, bureau, `m${group}`, at, reader));
  }
  return rows;
}

function readTradeline(
  node: SourceNode,
  bureau: Bureau,
  group: string,
  at: string,
  reader: FieldReader,
): ReportedTradeline {
  const value = (...names: string[]) => textOf(node, ...names);
  const date = (...names: string[]) => reader.date(value(...names), `${at}.${names[0]}`);
  const cents = (...names: string[]) => reader.cents(value(...names), `${at}.${names[0]}`);
  const loanType = reader.text(splitWords(value("CreditLoanType")), `${at}.accountType`);
  const businessType = value("CreditBusinessType");
  const isCollection = /^(y|true)$/i.test(value("IsCollectionIndicator") ?? "");
  const kind = isCollection || /collection/i.test(`${loanType} ${businessType}`) ? "collection" : "account";
  const statusType = value("_AccountStatusType");
  const open = /^open$/i.test(statusType ?? "")
    ? true
    : /^(closed|paid)$/i.test(statusType ?? "")
      ? false
      : null;
  const rating = nodeOf(node, "_CURRENT_RATING");
  const payStatus = splitWords(textOf(rating, "_Type")) ?? ratingWords(textOf(rating, "_Code"));
  const condition = splitWords(statusType);
  const balanceCents = cents("_UnpaidBalanceAmount");
  const chargedOff = value("_ChargeOffDate") !== null && payStatus === null ? "Charge Off" : payStatus;
  const status = words.readAccountStatus({
    payStatus: chargedOff,
    condition,
    open,
    balanceCents,
    collection: kind === "collection",
  });
  if (status === null) reader.warn("status_unknown", `${at}.status`, true);
  const furnisherName = reader.text(textOf(nodeOf(node, "_CREDITOR"), "_Name"), `${at}.furnisher`);
  if (furnisherName === null) reader.warn("furnisher_missing", `${at}.furnisher`, true);
  const number = reader.text(value("_AccountIdentifier"), `${at}.accountNumber`);
  const comments = nodesOf(node, "CREDIT_COMMENT");
  const remarks = comments
    .map((comment) => reader.text(textOf(comment, "_Text") ?? textOf(comment, "_Code"), `${at}.remarks`))
    .filter((text) => text !== null)
    .slice(0, 20);
  const codes = comments.map((comment) => textOf(comment, "_Code")).filter((code) => code !== null);
  const originalCreditor = reader.text(value("_OriginalCreditorName"), `${at}.originalCreditor`);
  const lates = nodeOf(node, "_LATE_COUNT");
  return {
    bureau,
    group,
    kind,
    furnisherName: furnisherName ?? "(not named)",
    subscriberCode: reader.text(subscriberCodeOf(node, bureau), `${at}.subscriberCode`),
    accountNumber: number === null ? null : maskAccountNumber(number),
    portfolio: words.readPortfolio(splitWords(value("_AccountType"))),
    accountType: words.readAccountType(loanType),
    accountTypeText: loanType,
    ecoa: words.readEcoa(splitWords(value("_AccountOwnershipType"))),
    open,
    status,
    statusText: reader.text(
      [condition, chargedOff].filter((text) => text !== null).join("; "),
      `${at}.status`,
    ),
    openedOn: date("_AccountOpenedDate"),
    closedOn: date("_AccountClosedDate"),
    asOfOn: date("_AccountReportedDate", "_AccountBalanceDate"),
    lastPaymentOn: date("LastPaymentDate", "_LastActivityDate"),
    dofdOn: date("_FirstDelinquencyDate"),
    limitCents: cents("_CreditLimitAmount"),
    highBalanceCents: cents("_HighCreditAmount", "_HighBalanceAmount"),
    balanceCents,
    pastDueCents: cents("_PastDueAmount"),
    chargeOffCents: cents("_ChargeOffAmount"),
    monthlyPaymentCents: cents("_MonthlyPaymentAmount"),
    termsMonths: reader.count(value("_TermsMonthsCount")),
    ...readHistory(nodeOf(node, "_PAYMENT_PATTERN"), status, at, reader),
    late30: reader.count(textOf(lates, "_30Days")),
    late60: reader.count(textOf(lates, "_60Days")),
    late90: reader.count(textOf(lates, "_90Days")),
    disputeFlag: reader.flag(value("_ConsumerDisputeIndicator")),
    complianceCode: words.readCompliance([...codes, ...remarks]),
    bankruptcyCode: words.readBankruptcy(remarks),
    specialComment: words.readSpecialComment(remarks),
    remarks,
    originalCreditor,
    medical: words.isMedical(loanType, businessType, originalCreditor),
  };
}

function subscriberCodeOf(node: SourceNode, bureau: Bureau): string | null {
  const own = nodesOf(node, "CREDIT_REPOSITORY").find(
    (repository) => words.readBureau(textOf(repository, "_SourceType")) === bureau,
  );
  return textOf(own ?? null, "_SubscriberCode");
}

/** `_Data` holds one code a month, the newest first; `_StartDate` is the month of the newest. */
function readHistory(
  pattern: SourceNode | null,
  status: ReportedTradeline["status"],
  at: string,
  reader: FieldReader,
): Pick<ReportedTradeline, "history" | "historyFrom"> {
  const from = /^(\d{4}-(?:0[1-9]|1[0-2]))/.exec(textOf(pattern, "_StartDate") ?? "")?.[1] ?? null;
  const codes = [...(textOf(pattern, "_Data") ?? "").slice(0, 120)].map((symbol) => {
    const code = words.readPaymentCode(symbol, status);
    if (code === null) reader.warn("history_code_unknown", `${at}.history`);
    return code ?? "D";
  });
  const history = codes.join("");
  return from === null || history === "" || !historyPattern.test(history)
    ? { history: "", historyFrom: null }
    : { history, historyFrom: from };
}

function ratingWords(code: string | null): string | null {
  const meanings: Readonly<Record<string, string>> = { "1": "As Agreed", C: "As Agreed", "9": "Charge Off" };
  return code === null
    ? null
    : (meanings[code] ?? (/^[2-7]$/.test(code) ? `Late ${(Number(code) - 1) * 30} Days` : null));
}
