import type { ReportedInquiry, ReportedPublicRecord } from "../report/credit-report.ts";
import type { FieldReader } from "./field-reader.ts";
import { readChapter, readRecordKind } from "./public-record-words.ts";
import { labelOf, nodeOf, nodesOf, type SourceNode, textOf } from "./source-tree.ts";
import { readBureau } from "./vocabulary.ts";

export function readTrueLinkInquiries(report: SourceNode, reader: FieldReader): ReportedInquiry[] {
  const inquiries: ReportedInquiry[] = [];
  for (const node of nodesOf(report, "InquiryPartition").flatMap((partition) =>
    nodesOf(partition, "Inquiry"),
  )) {
    const at = `inquiries[${inquiries.length}]`;
    const bureau = readBureau(textOf(node, "bureau") ?? labelOf(nodeOf(node, "Source"), "Bureau"));
    const subscriberName = reader.text(textOf(node, "subscriberName"), at);
    if (bureau === null) reader.warn("bureau_unknown", at, true);
    if (subscriberName === null) reader.warn("furnisher_missing", at);
    if (bureau === null || subscriberName === null) continue;
    inquiries.push({
      bureau,
      subscriberName,
      inquiredOn: reader.date(textOf(node, "inquiryDate"), `${at}.inquiredOn`),
      type: /soft|^s$/i.test(textOf(node, "inquiryType") ?? "") ? "soft" : "hard",
      industry: reader.text(labelOf(node, "IndustryCode"), `${at}.industry`),
    });
  }
  return inquiries;
}

export function readTrueLinkPublicRecords(report: SourceNode, reader: FieldReader): ReportedPublicRecord[] {
  const records: ReportedPublicRecord[] = [];
  for (const node of nodesOf(report, "PublicPartition").flatMap((partition) =>
    nodesOf(partition, "PublicRecord"),
  )) {
    const at = `publicRecords[${records.length}]`;
    const bureau = readBureau(textOf(node, "bureau") ?? labelOf(nodeOf(node, "Source"), "Bureau"));
    if (bureau === null) {
      reader.warn("bureau_unknown", at, true);
      continue;
    }
    const type = labelOf(node, "Type");
    const detail = nodeOf(node, "TaxLien") ?? nodeOf(node, "LegalItem") ?? nodeOf(node, "Bankruptcy");
    records.push({
      bureau,
      kind: readRecordKind(type),
      chapter: readChapter(type),
      court: reader.text(textOf(node, "courtName"), `${at}.court`),
      docket: reader.text(textOf(node, "referenceNumber"), `${at}.docket`),
      filedOn: reader.date(textOf(node, "dateFiled"), `${at}.filedOn`),
      disposition: reader.text(labelOf(node, "Status"), `${at}.disposition`),
      dispositionOn: reader.date(
        textOf(node, "dateUpdated") ?? textOf(detail, "dateResolved"),
        `${at}.dispositionOn`,
      ),
      paidOn: reader.date(textOf(detail, "dateReleased", "dateSatisfied"), `${at}.paidOn`),
      amountCents: reader.cents(textOf(detail, "amount", "actionAmount", "liabilityAmount"), `${at}.amount`),
    });
  }
  return records;
}
