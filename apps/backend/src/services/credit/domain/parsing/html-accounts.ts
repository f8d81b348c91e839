import type { Bureau } from "@horizon/contracts/backend";
import { joinPaymentMonths, type PaymentMonth } from "../metro2/payment-history.ts";
import type { ReportedTradeline } from "../report/credit-report.ts";
import type { FieldReader } from "./field-reader.ts";
import { type BureauTable, type HtmlTable, linesOf, oneLine } from "./html-tables.ts";
import { maskAccountNumber } from "./mask-account-number.ts";
import * as words from "./vocabulary.ts";

/** One account table: a row for each bureau whose column is not empty. */
export function readHtmlTradelines(
  table: BureauTable,
  heading: string,
  group: string,
  known: number,
  reader: FieldReader,
): ReportedTradeline[] {
  const rows: ReportedTradeline[] = [];
  for (const bureau of table.bureaus) {
    const at = `tradelines[${known + rows.length}]`;
    const row = readColumn(table, bureau, { heading, group, at }, reader);
    if (row !== null) rows.push(row);
  }
  return rows;
}

function readColumn(
  table: BureauTable,
  bureau: Bureau,
  { heading, group, at }: { heading: string; group: string; at: string },
  reader: FieldReader,
): ReportedTradeline | null {
  const value = (label: RegExp) => table.value(label, bureau);
  const text = (label: RegExp, field: string) => reader.text(value(label), `${at}.${field}`);
  const date = (label: RegExp, field: string) => reader.date(value(label), `${at}.${field}`);
  const cents = (label: RegExp, field: string) => reader.cents(value(label), `${at}.${field}`);
  const number = text(/^account (#|number)/, "accountNumber");
  const condition = text(/^account status/, "condition");
  if (number === null && condition === null) return null;
  const payStatus = text(/^payment status/, "status");
  const { name, originalCreditor } = readHeading(heading, reader, at);
  const detail = text(/^account type ?- ?detail/, "accountType");
  const typeText = detail ?? text(/^account type/, "accountType");
  const portfolioText = text(/^account type$/, "portfolio");
  const kind = /collection/i.test(`${typeText} ${portfolioText}`) ? "collection" : "account";
  const open = /^open/i.test(condition ?? "") ? true : /^(closed|paid)/i.test(condition ?? "") ? false : null;
  const balanceCents = cents(/^balance/, "balance");
  const status = words.readAccountStatus({
    payStatus,
    condition,
    open,
    balanceCents,
    collection: kind === "collection",
  });
  if (status === null) reader.warn("status_unknown", `${at}.status`, true);
  const furnisherName = name ?? text(/^creditor/, "furnisher");
  if (furnisherName === null) reader.warn("furnisher_missing", `${at}.furnisher`, true);
  const remarks = linesOf(value(/^comments/))
    .map((line) => reader.text(line, `${at}.remarks`))
    .filter((line) => line !== null)
    .slice(0, 20);
  return {
    bureau,
    group,
    kind,
    furnisherName: furnisherName ?? "(not named)",
    subscriberCode: null,
    accountNumber: number === null ? null : maskAccountNumber(number),
    portfolio: words.readPortfolio(portfolioText),
    accountType: words.readAccountType(typeText),
    accountTypeText: typeText,
    ecoa: words.readEcoa(text(/^bureau code/, "ecoa")),
    open,
    status,
    statusText: [condition, payStatus].filter((part) => part !== null).join("; ") || null,
    openedOn: date(/^date opened/, "openedOn"),
    closedOn: date(/^date closed/, "closedOn"),
    asOfOn: date(/^last reported/, "asOfOn"),
    lastPaymentOn: date(/^date (of )?last payment/, "lastPayment"),
    dofdOn: null,
    limitCents: cents(/^credit limit/, "limit"),
    highBalanceCents: cents(/^high (credit|balance)/, "highBalance"),
    balanceCents,
    pastDueCents: cents(/^past due/, "pastDue"),
    chargeOffCents: null,
    monthlyPaymentCents: cents(/^monthly payment/, "monthlyPayment"),
    termsMonths: reader.count(value(/^no\. of months/)),
    history: "",
    historyFrom: null,
    late30: null,
    late60: null,
    late90: null,
    disputeFlag: null,
    complianceCode: words.readCompliance(remarks),
    bankruptcyCode: words.readBankruptcy(remarks),
    specialComment: words.readSpecialComment(remarks),
    remarks,
    originalCreditor,
    medical: words.isMedical(typeText, originalCreditor),
  };
}

/** `SAMPLE COLLECTIONS (Original Creditor: EXAMPLE CLINIC)` */
function readHeading(heading: string, reader: FieldReader, at: string) {
  const match = /^(.*?)\s*\(original creditor:\s*(.+?)\)$/i.exec(oneLine(heading));
  return {
    name: reader.text(match?.[1] ?? heading, `${at}.furnisher`),
    originalCreditor: reader.text(match?.[2] ?? null, `${at}.originalCreditor`),
  };
}

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The account's rows with the months of the table that stands under it. */
export function withHtmlHistory(
  account: readonly ReportedTradeline[],
  { rows }: HtmlTable,
  reader: FieldReader,
): ReportedTradeline[] {
  const [names = [], years = [], ...byBureau] = rows;
  const months = names.slice(1, 121).map((name, index) => {
    const ordinal = monthNames.indexOf(name.trim().slice(0, 3).toLowerCase());
    const year = Number((years[index + 1] ?? "").trim());
    if (ordinal === -1 || !Number.isInteger(year) || year === 0) return null;
    return `${year < 100 ? 2000 + year : year}-${String(ordinal + 1).padStart(2, "0")}`;
  });
  return account.map((row, index) => {
    const cells =
      byBureau.find(([label = ""]) => words.readBureau(oneLine(label)) === row.bureau)?.slice(1) ?? [];
    const read = cells.slice(0, 120).flatMap((cell, column): PaymentMonth[] => {
      const month = months[column];
      if (month === undefined || month === null) return [];
      const code = words.readPaymentCode(cell, row.status);
      if (code === null) reader.warn("history_code_unknown", `${row.group}[${index}].history`);
      return [{ month, code: code ?? "D" }];
    });
    const { history, from } = joinPaymentMonths(read);
    return { ...row, history, historyFrom: from };
  });
}
