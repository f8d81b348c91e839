import type { Bureau } from "@horizon/contracts/backend";
import type { ParsedReport, ReportedTradeline } from "../../services/credit/domain/report/credit-report.ts";

/** `@name` is an attribute, as in the JSON that is the same tree. */
interface Tree {
  [name: string]: string | null | undefined | Tree | Tree[];
}

const owners: Readonly<Record<string, string>> = {
  "1": "Individual",
  "2": "JointContractualLiability",
  "3": "AuthorizedUser",
};
const names = { EFX: "Equifax", EXP: "Experian", TUC: "TransUnion" } as const;
const dollars = (cents: number | null) =>
  cents === null ? null : (cents / 100).toFixed(cents % 100 === 0 ? 0 : 2);
const joined = (text: string | null | undefined) => text?.replaceAll(" ", "") ?? null;

/** A report as MISMO 2.x XML. */
export function writeMismoXml(report: ParsedReport): Buffer {
  const body = render("RESPONSE_GROUP", {
    "@MISMOVersionID": "2.4",
    RESPONSE: { RESPONSE_DATA: { CREDIT_RESPONSE: responseOf(report) } },
  });
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`);
}

/** The same tree as JSON. */
export function writeMismoJson(report: ParsedReport): Buffer {
  return Buffer.from(JSON.stringify({ CREDIT_RESPONSE: responseOf(report) }));
}

function responseOf(report: ParsedReport): Tree {
  const seen = new Set<string>();
  return {
    "@CreditReportFirstIssuedDate": report.pulledOn,
    CREDIT_FILE: report.files.map(({ bureau }) => fileOf(report, bureau)),
    CREDIT_LIABILITY: report.tradelines.map((row) => {
      const reference = seen.has(row.group) ? "Secondary" : "Primary";
      seen.add(row.group);
      return { "@CreditTradeReferenceID": reference, ...liabilityOf(row) };
    }),
    CREDIT_INQUIRY: report.inquiries.map(({ bureau, subscriberName, inquiredOn, industry }) => ({
      "@_Name": subscriberName,
      "@_Date": inquiredOn,
      "@CreditBusinessType": industry,
      CREDIT_REPOSITORY: repository(bureau),
    })),
    CREDIT_PUBLIC_RECORD: report.publicRecords.map((record) => ({
      "@_Type": record.kind === "bankruptcy" ? `BankruptcyChapter${record.chapter}` : record.kind,
      "@_CourtName": record.court,
      "@_DocketIdentifier": record.docket,
      "@_FiledDate": record.filedOn,
      "@_DispositionType": record.disposition,
      "@_DispositionDate": record.dispositionOn,
      "@_BankruptcyLiabilitiesAmount": dollars(record.amountCents),
      CREDIT_REPOSITORY: repository(record.bureau),
    })),
    CREDIT_SCORE: report.scores.map((score) => ({
      "@_ModelNameType": "VantageScore3.0",
      "@_Value": score.value?.toString(),
      "@_Date": score.scoredOn,
      _FACTOR: score.factors.map(({ code, text }) => ({ "@_Code": code, "@_Text": text })),
      CREDIT_REPOSITORY: repository(score.bureau),
    })),
  };
}

function fileOf(report: ParsedReport, bureau: Bureau): Tree {
  const info = (kind: string) =>
    report.personalInfo.filter((item) => item.bureau === bureau && item.kind === kind);
  const [first, middle, last] = (info("name")[0]?.value ?? "").split(" ");
  return {
    "@CreditRepositorySourceType": names[bureau],
    _ALERT_MESSAGE: report.files.some((file) => file.bureau === bureau && file.frozen)
      ? { "@_Text": "File is frozen" }
      : null,
    _BORROWER: {
      "@_FirstName": first,
      "@_MiddleName": middle,
      "@_LastName": last,
      "@_SSN": info("ssn")[0] ? `XXXXX${info("ssn")[0]?.value}` : null,
      "@_BirthDate": info("birth_year")[0] ? `${info("birth_year")[0]?.value}-04-02` : null,
      _RESIDENCE: info("address").map(({ value }) => {
        const [street, city, place = ""] = value.split(", ");
        const [state, code] = place.split(" ");
        return {
          "@_StreetAddress": street,
          "@_City": city,
          "@_State": state,
          "@_PostalCode": code,
          "@BorrowerResidencyType": "Current",
        };
      }),
      EMPLOYER: info("employer").map(({ value }) => ({ "@_Name": value })),
    },
  };
}

function repository(bureau: Bureau, subscriberCode: string | null = null): Tree {
  return { "@_SourceType": names[bureau], "@_SubscriberCode": subscriberCode };
}

const portfolios = { C: "CreditLine", I: "Installment", M: "Mortgage", O: "Open", R: "Revolving" } as const;

function liabilityOf(row: ReportedTradeline): Tree {
  const [condition, payStatus] = (row.statusText ?? "").split("; ");
  return {
    "@_AccountIdentifier": row.accountNumber,
    "@_AccountOpenedDate": row.openedOn,
    "@_AccountClosedDate": row.closedOn,
    "@_AccountReportedDate": row.asOfOn,
    "@_FirstDelinquencyDate": row.dofdOn,
    "@_AccountOwnershipType": owners[row.ecoa ?? ""] ?? null,
    "@_AccountStatusType": condition,
    "@_AccountType": row.portfolio === null ? null : portfolios[row.portfolio],
    "@CreditLoanType": joined(row.accountTypeText),
    "@CreditBusinessType": row.medical ? "MedicalAndRelatedHealth" : null,
    "@_ConsumerDisputeIndicator": row.disputeFlag === null ? null : row.disputeFlag ? "Y" : "N",
    "@_CreditLimitAmount": dollars(row.limitCents),
    "@_HighCreditAmount": dollars(row.highBalanceCents),
    "@_UnpaidBalanceAmount": dollars(row.balanceCents),
    "@_PastDueAmount": dollars(row.pastDueCents),
    "@_ChargeOffAmount": dollars(row.chargeOffCents),
    "@_MonthlyPaymentAmount": dollars(row.monthlyPaymentCents),
    "@_TermsMonthsCount": row.termsMonths?.toString(),
    "@_LastActivityDate": row.lastPaymentOn,
    "@_OriginalCreditorName": row.originalCreditor,
    _CREDITOR: { "@_Name": row.furnisherName },
    _CURRENT_RATING: { "@_Type": joined(payStatus) },
    _LATE_COUNT: {
      "@_30Days": row.late30?.toString(),
      "@_60Days": row.late60?.toString(),
      "@_90Days": row.late90?.toString(),
    },
    _PAYMENT_PATTERN:
      row.historyFrom === null
        ? null
        : {
            "@_Data": row.history.replace(/0/g, "C").replace(/D/g, "X").replace(/L/g, "9"),
            "@_StartDate": `${row.historyFrom}-01`,
          },
    CREDIT_COMMENT: row.remarks.map((text) => ({ "@_Text": text })),
    CREDIT_REPOSITORY: repository(row.bureau, row.subscriberCode),
  };
}

function render(name: string, tree: Tree): string {
  const entries = Object.entries(tree).filter(([, value]) => value !== null && value !== undefined);
  const attributes = entries
    .filter(([key]) => key.startsWith("@"))
    .map(([key, value]) => ` ${key.slice(1)}="${escapeMarkup(String(value))}"`)
    .join("");
  const children = entries
    .filter(([key]) => !key.startsWith("@"))
    .flatMap(([key, value]) =>
      (Array.isArray(value) ? value : [value]).map((child) => render(key, child as Tree)),
    );
  return children.length === 0
    ? `<${name}${attributes}/>`
    : `<${name}${attributes}>${children.join("")}</${name}>`;
}

function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
