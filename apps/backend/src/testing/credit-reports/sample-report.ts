import type { Bureau } from "@horizon/contracts/backend";
import type {
  ParsedReport,
  ReportedInquiry,
  ReportedPublicRecord,
  ReportedTradeline,
} from "../../services/credit/domain/report/credit-report.ts";

const shown = ["TUC", "EXP", "EFX"] as const satisfies readonly Bureau[];

/** A card that is paid as agreed, at one bureau, unless the fields say otherwise. Nobody and nothing in it is real. */
export function sampleTradeline(fields: Partial<ReportedTradeline> = {}): ReportedTradeline {
  return {
    bureau: "TUC",
    group: "g1",
    kind: "account",
    furnisherName: "EXAMPLE BANK",
    subscriberCode: "EX00123",
    accountNumber: "4000****",
    portfolio: "R",
    accountType: "18",
    accountTypeText: "Credit Card",
    ecoa: "1",
    open: true,
    status: "11",
    statusText: "Open; Current",
    openedOn: "2019-03-14",
    closedOn: null,
    asOfOn: "2026-11-01",
    lastPaymentOn: "2026-10-20",
    dofdOn: null,
    limitCents: 500_000,
    highBalanceCents: 210_000,
    balanceCents: 45_000,
    pastDueCents: 0,
    chargeOffCents: null,
    monthlyPaymentCents: 3_500,
    termsMonths: null,
    history: "000000000000",
    historyFrom: "2026-10",
    late30: 0,
    late60: 0,
    late90: 0,
    disputeFlag: false,
    complianceCode: null,
    bankruptcyCode: null,
    specialComment: null,
    remarks: [],
    originalCreditor: null,
    medical: false,
    ...fields,
  };
}

export function sampleCollection(fields: Partial<ReportedTradeline> = {}): ReportedTradeline {
  return sampleTradeline({
    kind: "collection",
    furnisherName: "SAMPLE COLLECTIONS",
    subscriberCode: "SC00456",
    accountNumber: "77001****",
    portfolio: "O",
    accountType: "48",
    accountTypeText: "Collection Agency",
    status: "93",
    statusText: "Derogatory; Collection",
    open: null,
    openedOn: "2024-05-02",
    limitCents: null,
    highBalanceCents: 84_000,
    balanceCents: 84_000,
    monthlyPaymentCents: null,
    lastPaymentOn: null,
    history: "",
    historyFrom: null,
    late30: null,
    late60: null,
    late90: null,
    disputeFlag: null,
    originalCreditor: "EXAMPLE WIRELESS",
    ...fields,
  });
}

const accounts: readonly Partial<ReportedTradeline>[] = [
  {},
  {
    furnisherName: "SAMPLE AUTO FINANCE",
    accountNumber: "91****",
    portfolio: "I",
    accountType: "00",
    accountTypeText: "Auto Loan",
    status: "78",
    statusText: "Open; Late 60 Days",
    openedOn: "2022-07-01",
    limitCents: null,
    highBalanceCents: 2_150_000,
    balanceCents: 1_320_050,
    pastDueCents: 88_000,
    monthlyPaymentCents: 44_000,
    termsMonths: 72,
    history: "110000D00000",
    late30: 2,
  },
  {
    furnisherName: "TEST CARD SERVICES",
    accountNumber: "5100****",
    status: "97",
    statusText: "Derogatory; Charge Off",
    open: null,
    openedOn: "2016-01-05",
    balanceCents: 132_000,
    pastDueCents: 132_000,
    lastPaymentOn: "2019-02-01",
    monthlyPaymentCents: null,
    history: "LLLLLLLLLLLL",
    late30: 1,
    late60: 1,
    late90: 3,
    remarks: ["Account in dispute"],
    complianceCode: "XB",
    disputeFlag: true,
  },
  {
    furnisherName: "EXAMPLE STUDENT LOANS",
    accountNumber: "EDU1****",
    portfolio: "I",
    accountType: "12",
    accountTypeText: "Education Loan",
    status: "13",
    statusText: "Closed; Current",
    open: false,
    openedOn: "2012-09-01",
    closedOn: "2021-05-30",
    limitCents: null,
    highBalanceCents: 900_000,
    balanceCents: 0,
    monthlyPaymentCents: null,
    termsMonths: 120,
  },
];

/** The one report from which the files of all formats are written: three bureaus, one in each state that matters. */
export function sampleReport(fields: Partial<ParsedReport> = {}): ParsedReport {
  const tradelines = [
    ...accounts.flatMap((account, index) =>
      shown.map((bureau) => sampleTradeline({ ...account, bureau, group: `g${index + 1}` })),
    ),
    ...(["TUC", "EFX"] as const).map((bureau) => sampleCollection({ bureau, group: "g5" })),
    sampleCollection({
      bureau: "EXP",
      group: "g6",
      furnisherName: "EXAMPLE RECOVERY",
      accountNumber: "MED8****",
      originalCreditor: "EXAMPLE CLINIC",
      highBalanceCents: 31_000,
      balanceCents: 31_000,
      medical: true,
    }),
  ];
  return {
    format: "truelink_json",
    pulledOn: "2026-11-20",
    files: shown.toReversed().map((bureau) => ({
      bureau,
      fileSince: null,
      frozen: bureau === "EXP",
      fraudAlert: null,
      statements: [],
    })),
    personalInfo: shown.flatMap((bureau) => [
      { bureau, kind: "name" as const, value: "AVERY Q EXAMPLE", reportedOn: null },
      { bureau, kind: "address" as const, value: "100 Sample St, Springfield, IL 62701", reportedOn: null },
      { bureau, kind: "birth_year" as const, value: "1985", reportedOn: null },
      { bureau, kind: "ssn" as const, value: "6789", reportedOn: null },
      {
        bureau,
        kind: "employer" as const,
        value: bureau === "TUC" ? "EXAMPLE BAKERY" : "SAMPLE FOODS",
        reportedOn: null,
      },
    ]),
    scores: shown.map((bureau, index) => ({
      bureau,
      model: "vantage_3",
      value: 611 + index * 7,
      scoredOn: "2026-11-20",
      factors: [{ code: "014", text: "Too many accounts with a balance" }],
      noScoreReason: null,
    })),
    tradelines,
    inquiries: [
      sampleInquiry({}),
      sampleInquiry({ bureau: "EFX", subscriberName: "SAMPLE MOTORS", inquiredOn: "2025-02-11" }),
    ],
    publicRecords: [samplePublicRecord({})],
    warnings: [],
    confidence: 1,
    ...fields,
  };
}

export function sampleInquiry(fields: Partial<ReportedInquiry>): ReportedInquiry {
  return {
    bureau: "TUC",
    subscriberName: "EXAMPLE BANK",
    inquiredOn: "2026-03-01",
    type: "hard",
    industry: "Bank",
    ...fields,
  };
}

export function samplePublicRecord(fields: Partial<ReportedPublicRecord>): ReportedPublicRecord {
  return {
    bureau: "EXP",
    kind: "bankruptcy",
    chapter: "7",
    court: "SAMPLE DISTRICT COURT",
    docket: "24-00001",
    filedOn: "2020-01-15",
    disposition: "Discharged",
    dispositionOn: "2020-05-15",
    paidOn: null,
    amountCents: 3_100_000,
    ...fields,
  };
}

/** The report with this many accounts at each bureau, each with ten years of months and as many remarks. */
export function largeReport(accountsPerBureau: number, remarksPerAccount = 1): ParsedReport {
  const remark = "Account information as reported by the lender. ".repeat(6).trim();
  const tradelines = Array.from({ length: accountsPerBureau }, (_, index) =>
    shown.map((bureau) =>
      sampleTradeline({
        bureau,
        group: `g${index + 1}`,
        furnisherName: `EXAMPLE LENDER ${index + 1}`,
        accountNumber: `${4_000 + index}****`,
        history: "0".repeat(120),
        remarks: Array.from({ length: remarksPerAccount }, (_remark, number) => `${number + 1}. ${remark}`),
      }),
    ),
  ).flat();
  return sampleReport({ tradelines });
}
