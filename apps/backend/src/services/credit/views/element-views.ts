import type { CreditElement } from "@horizon/db/credit";
import { z } from "zod";
import { money } from "../../../platform/money.ts";
import { toInquiry, toPersonalInfo, toPublicRecord } from "../report-elements.ts";
import { elementHead, toHead, usdOrNull } from "./element-head.ts";

const date = z.iso.date().nullable();
const text = z.string().nullable();

export const inquiryView = z.strictObject({
  ...elementHead,
  subscriber: z.string(),
  inquired_on: date,
  type: z.enum(["hard", "soft"]),
  industry: text,
});
export function toInquiryView(element: CreditElement): z.input<typeof inquiryView> {
  const { subscriberName, inquiredOn, type, industry } = toInquiry(element);
  return { ...toHead(element), subscriber: subscriberName, inquired_on: inquiredOn, type, industry };
}

export const publicRecordView = z.strictObject({
  ...elementHead,
  kind: z.string(),
  chapter: text,
  court: text,
  docket: text,
  filed_on: date,
  disposition: text,
  disposition_on: date,
  paid_on: date,
  amount: money.nullable(),
});
export function toPublicRecordView(element: CreditElement): z.input<typeof publicRecordView> {
  const record = toPublicRecord(element);
  return {
    ...toHead(element),
    kind: record.kind,
    chapter: record.chapter,
    court: record.court,
    docket: record.docket,
    filed_on: record.filedOn,
    disposition: record.disposition,
    disposition_on: record.dispositionOn,
    paid_on: record.paidOn,
    amount: usdOrNull(record.amountCents),
  };
}

export const personalInfoView = z.strictObject({
  ...elementHead,
  kind: z.string(),
  value: z.string(),
  reported_on: date,
});
export function toPersonalInfoView(element: CreditElement): z.input<typeof personalInfoView> {
  const { kind, value, reportedOn } = toPersonalInfo(element);
  // Of an SSN four digits are all that was kept; they are shown as everywhere (SSN-2).
  return {
    ...toHead(element),
    kind,
    value: kind === "ssn" ? `***-**-${value}` : value,
    reported_on: reportedOn,
  };
}
