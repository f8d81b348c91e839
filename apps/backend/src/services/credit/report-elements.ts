import type { ReportElementKind } from "@horizon/contracts/backend";
import type { Json } from "@horizon/db";
import type { CreditElement } from "@horizon/db/credit";
import { statusFacts } from "./domain/metro2/account-status.ts";
import { isLateCode } from "./domain/metro2/payment-history.ts";
import {
  type ParsedReport,
  type ReportedTradeline,
  reportedInquiry,
  reportedPersonalInfo,
  reportedPublicRecord,
  reportedTradeline,
} from "./domain/report/credit-report.ts";
import { newId } from "./new-id.ts";

interface Owner {
  readonly reportId: string;
  readonly customerId: string;
  readonly at: Date;
}

/** What was read, as rows: one a bureau and thing, in the order of the report. */
export function toElements(report: ParsedReport, { reportId, customerId, at }: Owner): CreditElement[] {
  const groups = new Map<string, string>();
  const groupIdOf = (group: string) => {
    const id = groups.get(group) ?? newId(at);
    groups.set(group, id);
    return id;
  };
  const row = (
    kind: ReportElementKind,
    item: { bureau: CreditElement["bureau"] },
    position: number,
  ): CreditElement => ({
    ...{ id: newId(at), reportId, customerId, kind, position },
    bureau: item.bureau,
    groupId: null,
    derogatory: false,
    accountType: null,
    reported: item as unknown as Json,
  });
  return [
    ...report.tradelines.map((tradeline, position) => ({
      ...row(tradeline.kind === "collection" ? "collection" : "tradeline", tradeline, position),
      groupId: groupIdOf(tradeline.group),
      derogatory: isDerogatory(tradeline),
      accountType: tradeline.accountType,
    })),
    ...report.inquiries.map((item, position) => row("inquiry", item, position)),
    ...report.publicRecords.map((item, position) => ({
      ...row("public_record", item, position),
      derogatory: true,
    })),
    ...report.personalInfo.map((item, position) => row("personal_info", item, position)),
  ];
}

/** What hurts: its status, any late month, or being a collection. */
function isDerogatory({ kind, status, history }: ReportedTradeline): boolean {
  return kind === "collection" || (status !== null && statusFacts(status).derogatory) || isLateCode(history);
}

/** A row of kind tradeline or collection as it was read. Other kinds alike. */
export const toTradeline = (element: CreditElement) => ({
  ...reportedTradeline.parse(element.reported),
  id: element.id,
});
export const toInquiry = (element: CreditElement) => ({
  ...reportedInquiry.parse(element.reported),
  id: element.id,
});
export const toPublicRecord = (element: CreditElement) => ({
  ...reportedPublicRecord.parse(element.reported),
  id: element.id,
});
export const toPersonalInfo = (element: CreditElement) => ({
  ...reportedPersonalInfo.parse(element.reported),
  id: element.id,
});
