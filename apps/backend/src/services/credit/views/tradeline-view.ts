import type { CreditElement } from "@horizon/db/credit";
import { z } from "zod";
import { idOut, publicIdOf } from "../../../platform/ids.ts";
import { money } from "../../../platform/money.ts";
import { statusFacts } from "../domain/metro2/account-status.ts";
import { accountTypes, portfolioTypes } from "../domain/metro2/account-types.ts";
import {
  bankruptcyCodes,
  complianceCodes,
  ecoaCodes,
  specialComments,
} from "../domain/metro2/condition-codes.ts";
import { prefixes } from "../ids.ts";
import { toTradeline } from "../report-elements.ts";
import { elementHead, toHead, usdOrNull } from "./element-head.ts";

const date = z.iso.date().nullable();
const text = z.string().nullable();
/** A Metro 2 code and what it means. */
const coded = z.strictObject({ code: z.string(), meaning: z.string() }).nullable();

export const tradelineView = z.strictObject({
  ...elementHead,
  kind: z.enum(["account", "collection"]),
  group_id: idOut(prefixes.group).nullable(),
  derogatory: z.boolean(),
  furnisher: z.string(),
  subscriber_code: text,
  account_number: text,
  portfolio: coded,
  account_type: coded,
  account_type_text: text,
  ownership: coded,
  open: z.boolean().nullable(),
  status: coded,
  status_text: text,
  opened_on: date,
  closed_on: date,
  as_of_on: date,
  last_payment_on: date,
  dofd_on: date,
  limit: money.nullable(),
  high_balance: money.nullable(),
  balance: money.nullable(),
  past_due: money.nullable(),
  charge_off: money.nullable(),
  monthly_payment: money.nullable(),
  terms_months: z.int().nullable(),
  late_counts: z.strictObject({
    days_30: z.int().nullable(),
    days_60: z.int().nullable(),
    days_90: z.int().nullable(),
  }),
  dispute_flag: z.boolean().nullable(),
  compliance: coded,
  bankruptcy: coded,
  special_comment: coded,
  remarks: z.array(z.string()),
  original_creditor: text,
  medical: z.boolean(),
});

const code = <K extends string>(table: Readonly<Record<K, string>>, value: K | null) =>
  value === null ? null : { code: value, meaning: table[value] };

export function toTradelineView(element: CreditElement): z.input<typeof tradelineView> {
  const row = toTradeline(element);
  return {
    ...toHead(element),
    kind: row.kind,
    group_id: element.groupId === null ? null : publicIdOf(prefixes.group, element.groupId),
    derogatory: element.derogatory,
    furnisher: row.furnisherName,
    subscriber_code: row.subscriberCode,
    account_number: row.accountNumber,
    portfolio: code(portfolioTypes, row.portfolio),
    account_type: code(accountTypes, row.accountType),
    account_type_text: row.accountTypeText,
    ownership: code(ecoaCodes, row.ecoa),
    open: row.open,
    status: row.status === null ? null : { code: row.status, meaning: statusFacts(row.status).meaning },
    status_text: row.statusText,
    opened_on: row.openedOn,
    closed_on: row.closedOn,
    as_of_on: row.asOfOn,
    last_payment_on: row.lastPaymentOn,
    dofd_on: row.dofdOn,
    limit: usdOrNull(row.limitCents),
    high_balance: usdOrNull(row.highBalanceCents),
    balance: usdOrNull(row.balanceCents),
    past_due: usdOrNull(row.pastDueCents),
    charge_off: usdOrNull(row.chargeOffCents),
    monthly_payment: usdOrNull(row.monthlyPaymentCents),
    terms_months: row.termsMonths,
    late_counts: { days_30: row.late30, days_60: row.late60, days_90: row.late90 },
    dispute_flag: row.disputeFlag,
    compliance: code(complianceCodes, row.complianceCode),
    bankruptcy: code(bankruptcyCodes, row.bankruptcyCode),
    special_comment: code(specialComments, row.specialComment),
    remarks: row.remarks,
    original_creditor: row.originalCreditor,
    medical: row.medical,
  };
}
