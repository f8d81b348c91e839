import type { ReportedInquiry, ReportedPublicRecord, ReportedScore } from "../report/credit-report.ts";
import type { FieldReader } from "./field-reader.ts";
import { repositoriesOf, splitWords } from "./mismo-words.ts";
import { readChapter, readRecordKind } from "./public-record-words.ts";
import { nodesOf, type SourceNode, textOf } from "./source-tree.ts";
import { readScoreModel } from "./vocabulary.ts";

export function readMismoInquiries(response: SourceNode, reader: FieldReader): ReportedInquiry[] {
  return nodesOf(response, "CREDIT_INQUIRY").flatMap((node, index) => {
    const at = `inquiries[${index}]`;
    const subscriberName = reader.text(textOf(node, "_Name"), at);
    const bureaus = repositoriesOf(node);
    if (subscriberName === null) reader.warn("furnisher_missing", at);
    if (bureaus.length === 0) reader.warn("bureau_unknown", at, true);
    return bureaus.flatMap((bureau): ReportedInquiry[] =>
      subscriberName === null
        ? []
        : [
            {
              bureau,
              subscriberName,
              inquiredOn: reader.date(textOf(node, "_Date"), `${at}.inquiredOn`),
              type: /soft/i.test(textOf(node, "_PurposeType", "InquiryType") ?? "") ? "soft" : "hard",
              industry: reader.text(splitWords(textOf(node, "CreditBusinessType")), `${at}.industry`),
            },
          ],
    );
  });
}

export function readMismoPublicRecords(response: SourceNode, reader: FieldReader): ReportedPublicRecord[] {
  return nodesOf(response, "CREDIT_PUBLIC_RECORD").flatMap((node, index) => {
    const at = `publicRecords[${index}]`;
    const date = (name: string) => reader.date(textOf(node, name), `${at}.${name}`);
    const type = splitWords(textOf(node, "_Type"));
    const bureaus = repositoriesOf(node);
    if (bureaus.length === 0) reader.warn("bureau_unknown", at, true);
    const record: Omit<ReportedPublicRecord, "bureau"> = {
      kind: readRecordKind(type),
      chapter: readChapter(type),
      court: reader.text(textOf(node, "_CourtName"), `${at}.court`),
      docket: reader.text(textOf(node, "_DocketIdentifier"), `${at}.docket`),
      filedOn: date("_FiledDate"),
      disposition: reader.text(splitWords(textOf(node, "_DispositionType")), `${at}.disposition`),
      dispositionOn: date("_DispositionDate"),
      paidOn: date("_SettledDate") ?? date("_PaidDate"),
      amountCents: reader.cents(
        textOf(node, "_LegalObligationAmount", "_BankruptcyLiabilitiesAmount"),
        `${at}.amount`,
      ),
    };
    return bureaus.map((bureau) => ({ bureau, ...record }));
  });
}

export function readMismoScores(response: SourceNode, reader: FieldReader): ReportedScore[] {
  return nodesOf(response, "CREDIT_SCORE").flatMap((node, index) => {
    const at = `scores[${index}]`;
    const value = reader.count(textOf(node, "_Value"));
    const bureaus = repositoriesOf(node);
    if (bureaus.length === 0) reader.warn("bureau_missing", at);
    const named = textOf(node, "_ModelNameTypeOtherDescription") ?? textOf(node, "_ModelNameType");
    return bureaus.map((bureau) => ({
      bureau,
      model: readScoreModel(splitWords(named)),
      value: value === null || value === 0 ? null : value,
      scoredOn: reader.date(textOf(node, "_Date"), `${at}.scoredOn`),
      factors: nodesOf(node, "_FACTOR")
        .map((factor) => ({
          code: reader.text(textOf(factor, "_Code"), `${at}.factors`),
          text: reader.text(textOf(factor, "_Text"), `${at}.factors`) ?? "",
        }))
        .filter(({ text }) => text !== "")
        .slice(0, 10),
      noScoreReason: reader.text(splitWords(textOf(node, "_ExclusionReasonType")), `${at}.noScoreReason`),
    }));
  });
}
