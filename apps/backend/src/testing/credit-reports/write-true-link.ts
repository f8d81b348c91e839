import type { Bureau } from "@horizon/contracts/backend";
import { listPaymentMonths } from "../../services/credit/domain/metro2/payment-history.ts";
import type { ParsedReport, ReportedTradeline } from "../../services/credit/domain/report/credit-report.ts";

export interface TrueLinkStyle {
  /** Attributes as `@name`, as one vendor has them, or as `name`, as the other. */
  readonly attributes: "@" | "";
  readonly scoresIn: "borrower" | "component";
}

type Node = Record<string, unknown>;
const owners: Readonly<Record<string, string>> = {
  "1": "Individual",
  "2": "Joint",
  "3": "Authorized User",
};
const names = { EFX: "Equifax", EXP: "Experian", TUC: "TransUnion" } as const;
const dollars = (cents: number | null) =>
  cents === null ? undefined : (cents / 100).toFixed(cents % 100 === 0 ? 0 : 2);
/** A list of one is its only member, and an empty list is left out: the traps of this format. */
const list = (items: readonly Node[]) =>
  items.length === 0 ? undefined : items.length === 1 ? items[0] : items;

/** A report as a monitoring site built on TrueLink sends it. */
export function writeTrueLink(
  report: ParsedReport,
  style: TrueLinkStyle = { attributes: "@", scoresIn: "borrower" },
): Buffer {
  const attr = (fields: Node): Node =>
    Object.fromEntries(
      Object.entries(fields)
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([name, value]) => [`${style.attributes}${name}`, value]),
    );
  const coded = (description: string | null | undefined) => (description ? attr({ description }) : undefined);
  const source = (bureau: Bureau) => ({
    Bureau: attr({ symbol: bureau === "EFX" ? "EFX" : bureau, description: names[bureau] }),
  });
  const info = (kind: ParsedReport["personalInfo"][number]["kind"]) =>
    report.personalInfo.filter((item) => item.kind === kind);

  const tradeline = (row: ReportedTradeline): Node => {
    const [condition, payStatus] = (row.statusText ?? "").split("; ");
    const trade = {
      ...attr({
        amountPastDue: dollars(row.pastDueCents),
        monthlyPayment: dollars(row.monthlyPaymentCents),
        dateLastPayment: row.lastPaymentOn,
        termMonths: row.termsMonths?.toString(),
        late30Count: row.late30?.toString(),
        late60Count: row.late60?.toString(),
        late90Count: row.late90?.toString(),
      }),
      AccountType: coded(row.accountTypeText),
      CreditLimit: row.limitCents === null ? undefined : attr({ amount: dollars(row.limitCents) }),
      PayStatusHistory: {
        MonthlyPayStatus: list(
          listPaymentMonths(row.history, row.historyFrom).map(({ month, code }) =>
            attr({
              date: `${month}-01`,
              status: code === "0" ? "C" : code === "D" ? "U" : code === "L" ? "9" : code,
            }),
          ),
        ),
      },
    };
    return {
      ...attr({
        bureau: names[row.bureau],
        creditorName: row.furnisherName,
        subscriberCode: row.subscriberCode,
        accountNumber: row.accountNumber,
        dateOpened: row.openedOn,
        dateClosed: row.closedOn,
        dateReported: row.asOfOn,
        currentBalance: dollars(row.balanceCents),
        highBalance: dollars(row.highBalanceCents),
      }),
      AccountDesignator: coded(owners[row.ecoa ?? ""]),
      AccountCondition: coded(condition),
      OpenClosed: coded(row.open === null ? undefined : row.open ? "Open" : "Closed"),
      PayStatus: coded(payStatus),
      DisputeFlag: coded(
        row.disputeFlag === null
          ? undefined
          : row.disputeFlag
            ? "Account is disputed"
            : "Account not disputed",
      ),
      Remark: list(row.remarks.map((text) => attr({ customRemark: text }))),
      GrantedTrade: trade,
      CollectionTrade:
        row.kind === "collection"
          ? {
              ...attr({ originalCreditor: row.originalCreditor }),
              creditType: coded(row.medical ? "Medical" : undefined),
            }
          : undefined,
    };
  };
  const groups = Map.groupBy(report.tradelines, ({ group }) => group);
  const scores = report.scores.map((score) => ({
    ...attr({ riskScore: score.value?.toString(), scoreName: "VantageScore 3.0", scoreDate: score.scoredOn }),
    CreditScoreFactor: list(
      score.factors.map(({ code, text }) => ({ ...attr({ bureauCode: code }), FactorText: text })),
    ),
    Source: source(score.bureau),
  }));
  const merged = {
    Borrower: {
      BorrowerName: list(
        info("name").map(({ value, bureau }) => {
          const [first, middle, last] = value.split(" ");
          return { Name: attr({ first, middle, last }), NameType: coded("Primary"), Source: source(bureau) };
        }),
      ),
      BorrowerAddress: list(
        info("address").map(({ value, bureau }) => {
          const [street = "", city, place = ""] = value.split(", ");
          const [houseNumber, ...streetName] = street.split(" ");
          const [stateCode, postalCode] = place.split(" ");
          return {
            CreditAddress: attr({
              houseNumber,
              streetName: streetName.join(" "),
              city,
              stateCode,
              postalCode,
            }),
            Source: source(bureau),
          };
        }),
      ),
      Birth: list(
        info("birth_year").map(({ value, bureau }) => ({
          ...attr({ date: `${value}-04-02` }),
          Source: source(bureau),
        })),
      ),
      SocialPartition: {
        Social: list(
          info("ssn").map(({ value, bureau }) => ({
            ...attr({ SocialSecurityNumber: `XXXXX${value}` }),
            Source: source(bureau),
          })),
        ),
      },
      Employer: list(
        info("employer").map(({ value, bureau }) => ({ ...attr({ name: value }), Source: source(bureau) })),
      ),
      CreditScore: style.scoresIn === "borrower" ? list(scores) : undefined,
    },
    TradeLinePartition: list(
      [...groups.values()].map((rows) => ({
        ...attr({ accountTypeSymbol: rows[0]?.portfolio }),
        Tradeline: list(rows.map(tradeline)),
      })),
    ),
    InquiryPartition: list(
      report.inquiries.map(({ bureau, subscriberName, inquiredOn, industry }) => ({
        Inquiry: {
          ...attr({ bureau: names[bureau], subscriberName, inquiryDate: inquiredOn }),
          IndustryCode: coded(industry),
        },
      })),
    ),
    PublicPartition: list(
      report.publicRecords.map((record) => ({
        PublicRecord: {
          ...attr({
            bureau: names[record.bureau],
            courtName: record.court,
            referenceNumber: record.docket,
            dateFiled: record.filedOn,
            dateUpdated: record.dispositionOn,
          }),
          Type: coded(
            record.kind === "bankruptcy"
              ? `Bankruptcy Chapter ${record.chapter}`
              : record.kind.replace("_", " "),
          ),
          Status: coded(record.disposition),
          Bankruptcy: attr({ liabilityAmount: dollars(record.amountCents) }),
        },
      })),
    ),
    Sources: {
      Source: list(report.files.map(({ bureau }) => ({ ...source(bureau), InquiryDate: report.pulledOn }))),
    },
    SB168Frozen: attr(
      Object.fromEntries(
        report.files.map(({ bureau, frozen }) => [names[bureau].toLowerCase(), String(frozen)]),
      ),
    ),
  };
  const components = [
    { Type: "MergeCreditReports", TrueLinkCreditReportType: merged },
    ...(style.scoresIn === "component"
      ? scores.map((score) => ({ Type: "VantageScoreV3", CreditScoreType: score }))
      : []),
  ];
  return Buffer.from(
    JSON.stringify({
      BundleComponents: { BundleComponent: components.length === 1 ? components[0] : components },
    }),
  );
}
