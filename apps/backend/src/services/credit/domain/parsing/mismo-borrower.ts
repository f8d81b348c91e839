import { bureauCodes } from "../report/bureau-codes.ts";
import type { ReportedFile, ReportedPersonalInfo } from "../report/credit-report.ts";
import type { FieldReader } from "./field-reader.ts";
import { joinWords, readSsnLast4 } from "./personal-values.ts";
import { nodeOf, nodesOf, type SourceNode, textOf } from "./source-tree.ts";
import { readBureau } from "./vocabulary.ts";

/** `CREDIT_FILE`, one a bureau: what it calls the person. The application's own `BORROWER` is not a bureau's word. */
export function readMismoBorrower(
  response: SourceNode,
  reader: FieldReader,
): { files: ReportedFile[]; personalInfo: ReportedPersonalInfo[] } {
  const files: ReportedFile[] = [];
  const personalInfo: ReportedPersonalInfo[] = [];
  for (const file of nodesOf(response, "CREDIT_FILE")) {
    const bureau = readBureau(textOf(file, "CreditRepositorySourceType"));
    if (bureau === null) {
      reader.warn("bureau_unknown", `files[${files.length}]`, true);
      continue;
    }
    const alerts = nodesOf(file, "_ALERT_MESSAGE").map((node) => textOf(node, "_Text") ?? "");
    if (!files.some((known) => known.bureau === bureau)) files.push(readFile(file, bureau, alerts, reader));
    const add = (kind: ReportedPersonalInfo["kind"], raw: string | null, dated: string | null = null) => {
      const at = `personalInfo[${personalInfo.length}]`;
      const value = reader.text(raw, at);
      if (value !== null) personalInfo.push({ bureau, kind, value, reportedOn: reader.date(dated, at) });
    };
    const borrower = nodeOf(file, "_BORROWER");
    add("name", nameOf(borrower));
    for (const alias of nodesOf(borrower, "_ALIAS")) add("alias", nameOf(alias));
    add("ssn", readSsnLast4(textOf(borrower, "_SSN")));
    add("birth_year", /\d{4}/.exec(textOf(borrower, "_BirthDate") ?? "")?.[0] ?? null);
    for (const home of nodesOf(borrower, "_RESIDENCE")) {
      const isCurrent = /current/i.test(textOf(home, "BorrowerResidencyType") ?? "");
      add(isCurrent ? "address" : "previous_address", addressOf(home), textOf(home, "_ReportedDate"));
    }
    for (const employer of nodesOf(borrower, "EMPLOYER")) {
      add("employer", textOf(employer, "_Name"), textOf(employer, "_ReportedDate"));
    }
  }
  if (files.length > 0) return { files, personalInfo };
  return {
    files: bureauCodes.filter((bureau) => isIncluded(response, bureau)).map((bureau) => emptyFile(bureau)),
    personalInfo,
  };
}

function readFile(
  file: SourceNode,
  bureau: ReportedFile["bureau"],
  alerts: readonly string[],
  reader: FieldReader,
): ReportedFile {
  const all = alerts.join(" ");
  const fraudAlert = /active.?duty/i.test(all)
    ? "active_duty"
    : /extended/i.test(all)
      ? "extended"
      : /fraud/i.test(all)
        ? "initial"
        : "none";
  return {
    ...emptyFile(bureau),
    fileSince: reader.date(textOf(file, "_InfileDate"), `files.${bureau}.since`),
    frozen: /freeze|frozen/i.test(all) ? true : null,
    fraudAlert,
    statements: nodesOf(file, "_CONSUMER_STATEMENT")
      .map((node) => reader.text(textOf(node, "_Text"), `files.${bureau}.statements`, 2_000))
      .filter((text) => text !== null)
      .slice(0, 10),
  };
}

function emptyFile(bureau: ReportedFile["bureau"]): ReportedFile {
  return { bureau, fileSince: null, frozen: null, fraudAlert: null, statements: [] };
}

function isIncluded(response: SourceNode, bureau: ReportedFile["bureau"]): boolean {
  const names = { EFX: "_EquifaxIndicator", EXP: "_ExperianIndicator", TUC: "_TransUnionIndicator" } as const;
  return textOf(nodeOf(response, "CREDIT_REPOSITORY_INCLUDED"), names[bureau]) === "Y";
}

function nameOf(node: SourceNode | null): string | null {
  const parts = ["_FirstName", "_MiddleName", "_LastName", "_NameSuffix"].map((part) => textOf(node, part));
  return joinWords(...parts) ?? textOf(node, "_UnparsedName");
}

function addressOf(node: SourceNode): string | null {
  const place = joinWords(textOf(node, "_State"), textOf(node, "_PostalCode"));
  const parts = [textOf(node, "_StreetAddress"), textOf(node, "_City"), place];
  return parts.filter((part) => part !== null && part !== "").join(", ") || null;
}
