import type { Bureau } from "@horizon/contracts/backend";
import { bureauCodes } from "../report/bureau-codes.ts";
import type { ReportedFile, ReportedPersonalInfo } from "../report/credit-report.ts";
import type { FieldReader } from "./field-reader.ts";
import { joinWords, readSsnLast4 } from "./personal-values.ts";
import { labelOf, nodeOf, nodesOf, type SourceNode, textOf } from "./source-tree.ts";
import { readBureau } from "./vocabulary.ts";

type InfoKind = ReportedPersonalInfo["kind"];

/** Who the bureauCodes say the person is, and what they say of their files. */
export function readTrueLinkBorrower(
  report: SourceNode,
  borrower: SourceNode | null,
  reader: FieldReader,
): { files: ReportedFile[]; personalInfo: ReportedPersonalInfo[] } {
  const personalInfo: ReportedPersonalInfo[] = [];
  const add = (node: SourceNode, kind: InfoKind, raw: string | null, dated?: string | null) => {
    const at = `personalInfo[${personalInfo.length}]`;
    const value = reader.text(raw, at);
    if (value === null) return;
    const bureau = bureauOf(node);
    if (bureau === null) reader.warn("bureau_missing", at);
    else personalInfo.push({ bureau, kind, value, reportedOn: reader.date(dated ?? null, at) });
  };
  for (const node of nodesOf(borrower, "BorrowerName")) {
    const name = nodeOf(node, "Name");
    const isAlias = /also|alias|former|aka|maiden/i.test(labelOf(node, "NameType") ?? "");
    add(
      node,
      isAlias ? "alias" : "name",
      joinWords(...["first", "middle", "last", "suffix"].map((part) => textOf(name, part))),
    );
  }
  for (const [list, kind] of [
    ["BorrowerAddress", "address"],
    ["PreviousAddress", "previous_address"],
  ] as const) {
    for (const node of nodesOf(borrower, list)) {
      add(node, kind, addressOf(nodeOf(node, "CreditAddress")), textOf(node, "dateReported"));
    }
  }
  for (const node of nodesOf(borrower, "Birth")) {
    const date = textOf(node, "date") ?? textOf(nodeOf(node, "BirthDate"), "year");
    add(node, "birth_year", /\d{4}/.exec(date ?? "")?.[0] ?? null);
  }
  for (const node of nodesOf(nodeOf(borrower, "SocialPartition"), "Social")) {
    add(node, "ssn", readSsnLast4(textOf(node, "SocialSecurityNumber")));
  }
  for (const node of nodesOf(borrower, "Employer")) {
    add(node, "employer", textOf(node, "name"), textOf(node, "dateReported"));
  }
  for (const node of nodesOf(borrower, "BorrowerTelephone")) {
    const phone = nodeOf(node, "PhoneNumber");
    add(
      node,
      "phone",
      joinWords(textOf(phone, "AreaCode"), textOf(phone, "Exchange"), textOf(phone, "Extension")),
    );
  }
  return { files: readFiles(report, borrower, reader), personalInfo };
}

function readFiles(report: SourceNode, borrower: SourceNode | null, reader: FieldReader): ReportedFile[] {
  const frozen = nodeOf(report, "SB168Frozen");
  const frozenNames = { EFX: "equifax", EXP: "experian", TUC: "transunion" } as const;
  const sources = nodesOf(nodeOf(report, "Sources"), "Source").map((node) => bureauOf({ Source: node }));
  const statements = nodesOf(borrower, "CreditStatement");
  return bureauCodes
    .filter((bureau) => sources.length === 0 || sources.includes(bureau))
    .map((bureau) => ({
      bureau,
      fileSince: null,
      frozen: reader.flag(textOf(frozen, frozenNames[bureau])),
      fraudAlert: null,
      statements: statements
        .filter((node) => bureauOf(node) === bureau)
        .map((node) => reader.text(textOf(node, "statement"), `files.${bureau}.statements`, 2_000))
        .filter((text) => text !== null)
        .slice(0, 10),
    }));
}

function addressOf(node: SourceNode | null): string | null {
  const street = joinWords(
    ...["houseNumber", "direction", "streetName", "streetType", "unit"].map((part) => textOf(node, part)),
  );
  const place = joinWords(textOf(node, "stateCode"), textOf(node, "postalCode"));
  return (
    [street, textOf(node, "city"), place].filter((part) => part !== null && part !== "").join(", ") || null
  );
}

function bureauOf(node: SourceNode): Bureau | null {
  const bureau = nodeOf(node, "Source", "Bureau");
  return readBureau(
    textOf(bureau, "symbol", "description") ??
      labelOf(nodeOf(node, "Source"), "Bureau") ??
      textOf(node, "bureau"),
  );
}
