import type { ParsedReport, ReportedPersonalInfo, ReportedTradeline } from "../report/credit-report.ts";
import { createFieldReader, type FieldReader } from "./field-reader.ts";
import { readHtmlTradelines, withHtmlHistory } from "./html-accounts.ts";
import {
  asBureauTable,
  type BureauTable,
  type HtmlTable,
  labelText,
  linesOf,
  listHtmlTables,
} from "./html-tables.ts";
import { ParseFailure } from "./parse-failure.ts";
import { readSsnLast4 } from "./personal-values.ts";
import { readChapter, readRecordKind } from "./public-record-words.ts";
import { finishReport, itemsMax, type ReportDraft } from "./report-draft.ts";
import { readBureau, readScoreModel } from "./vocabulary.ts";

/**
 * The page that a three-bureau monitoring site shows, saved as HTML: one table an account, a column a bureau.
 * @throws ParseFailure not_a_report, too_large
 */
export function parseMonitoringHtml(html: string): ParsedReport {
  const reader = createFieldReader();
  const draft: { -readonly [K in keyof ReportDraft]: ReportDraft[K] } = {
    format: "monitoring_html",
    pulledOn: null,
    files: [],
    personalInfo: [],
    scores: [],
    tradelines: [],
    inquiries: [],
    publicRecords: [],
  };
  let account: ReportedTradeline[] = [];
  const endAccount = () => {
    draft.tradelines.push(...account);
    account = [];
    if (draft.tradelines.length > itemsMax.tradelines) throw new ParseFailure("too_large");
  };
  let accounts = 0;
  for (const table of listHtmlTables(html)) {
    const byBureau = asBureauTable(table);
    if (byBureau === null) {
      if (isHistoryTable(table)) account = withHtmlHistory(account, table, reader);
      else draft.inquiries.push(...readInquiries(table, draft.inquiries.length, reader));
    } else if (has(byBureau, /^account (#|number)/)) {
      endAccount();
      accounts += 1;
      account = readHtmlTradelines(
        byBureau,
        table.subHeading,
        `h${accounts}`,
        draft.tradelines.length,
        reader,
      );
    } else if (has(byBureau, /^credit score/)) draft.scores.push(...readScores(byBureau, table, reader));
    else if (has(byBureau, /^date filed/))
      draft.publicRecords.push(...readPublicRecords(byBureau, table, draft.publicRecords.length, reader));
    else if (has(byBureau, /^(name|also known as|current address)/)) {
      draft.personalInfo.push(...readPersonalInfo(byBureau, reader));
      draft.pulledOn ??= readPulledOn(byBureau, reader);
      draft.files.push(
        ...byBureau.bureaus
          .filter((bureau) => !draft.files.some((file) => file.bureau === bureau))
          .map((bureau) => ({ bureau, fileSince: null, frozen: null, fraudAlert: null, statements: [] })),
      );
    }
  }
  endAccount();
  return finishReport(draft, reader);
}

function has(table: BureauTable, label: RegExp): boolean {
  return table.bureaus.some((bureau) => table.value(label, bureau) !== null);
}

function isHistoryTable({ rows }: HtmlTable): boolean {
  return labelText(rows[0]?.[0] ?? "") === "month" && labelText(rows[1]?.[0] ?? "") === "year";
}

function readPulledOn(table: BureauTable, reader: FieldReader): string | null {
  const dates = table.bureaus.map((bureau) =>
    reader.date(table.value(/^credit report date/, bureau), "pulledOn"),
  );
  return (
    dates
      .filter((date) => date !== null)
      .sort()
      .at(-1) ?? null
  );
}

const personalLabels: readonly (readonly [RegExp, ReportedPersonalInfo["kind"]])[] = [
  [/^name/, "name"],
  [/^also known as/, "alias"],
  [/^former/, "alias"],
  [/^date of birth/, "birth_year"],
  [/^social security/, "ssn"],
  [/^current address/, "address"],
  [/^previous address/, "previous_address"],
  [/^employers?/, "employer"],
  [/^(tele)?phone/, "phone"],
];

function readPersonalInfo(table: BureauTable, reader: FieldReader): ReportedPersonalInfo[] {
  const items: ReportedPersonalInfo[] = [];
  for (const bureau of table.bureaus) {
    for (const [label, kind] of personalLabels) {
      for (const line of linesOf(table.value(label, bureau))) {
        const raw =
          kind === "birth_year"
            ? (/\d{4}/.exec(line)?.[0] ?? null)
            : kind === "ssn"
              ? readSsnLast4(line)
              : line;
        const value = reader.text(raw, `personalInfo[${items.length}]`);
        if (value !== null) items.push({ bureau, kind, value, reportedOn: null });
      }
    }
  }
  return items;
}

function readScores(
  table: BureauTable,
  { section, subHeading }: HtmlTable,
  reader: FieldReader,
): ReportDraft["scores"] {
  return table.bureaus.flatMap((bureau) => {
    const raw = reader.text(table.value(/^credit score/, bureau), `scores.${bureau}`);
    if (raw === null) return [];
    const named = table.value(/^score model/, bureau) ?? `${section} ${subHeading}`;
    const model = /vantage|fico/i.test(named) ? readScoreModel(named) : "unnamed";
    const scoredOn = reader.date(table.value(/^score date/, bureau), `scores.${bureau}.scoredOn`);
    const value = reader.count(raw);
    return [{ bureau, model, value, scoredOn, factors: [], noScoreReason: value === null ? raw : null }];
  });
}

function readInquiries({ rows }: HtmlTable, known: number, reader: FieldReader): ReportDraft["inquiries"] {
  const [head = [], ...body] = rows;
  const labels = head.map(labelText);
  const column = (label: RegExp) => labels.findIndex((text) => label.test(text));
  const [name, industry, date, bureauColumn] = [
    column(/^creditor name/),
    column(/^type of business/),
    column(/^date of inquiry/),
    column(/^credit bureau/),
  ];
  if (name === -1 || date === -1 || bureauColumn === -1) return [];
  return body.slice(0, itemsMax.inquiries + 1).flatMap((cells, index) => {
    const at = `inquiries[${known + index}]`;
    const bureau = readBureau((cells[bureauColumn] ?? "").trim());
    const subscriberName = reader.text(cells[name] ?? null, at);
    if (bureau === null) reader.warn("bureau_unknown", at, true);
    if (bureau === null || subscriberName === null) return [];
    return [
      {
        bureau,
        subscriberName,
        inquiredOn: reader.date(cells[date] ?? null, `${at}.inquiredOn`),
        type: "hard" as const,
        industry: reader.text(cells[industry] ?? null, `${at}.industry`),
      },
    ];
  });
}

function readPublicRecords(
  table: BureauTable,
  { subHeading }: HtmlTable,
  known: number,
  reader: FieldReader,
): ReportDraft["publicRecords"] {
  return table.bureaus.flatMap((bureau, index) => {
    const at = `publicRecords[${known + index}]`;
    const value = (label: RegExp) => table.value(label, bureau);
    const filedOn = reader.date(value(/^date filed/), `${at}.filedOn`);
    const type = value(/^type/) ?? "";
    if (filedOn === null && reader.text(type, at) === null) return [];
    const words = `${type} ${subHeading}`;
    return [
      {
        bureau,
        kind: readRecordKind(words),
        chapter: readChapter(words),
        court: reader.text(value(/^court/), `${at}.court`),
        docket: reader.text(value(/^reference/), `${at}.docket`),
        filedOn,
        disposition: reader.text(value(/^status/), `${at}.disposition`),
        dispositionOn: reader.date(value(/^closing date/), `${at}.dispositionOn`),
        paidOn: reader.date(value(/^date (paid|released|satisfied)/), `${at}.paidOn`),
        amountCents: reader.cents(value(/^(liability|amount)/), `${at}.amount`),
      },
    ];
  });
}
