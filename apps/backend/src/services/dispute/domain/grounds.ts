import type { DisputeGround } from "@horizon/contracts/backend";
import type { RecipientKind } from "./recipients.ts";

export const elementKinds = ["tradeline", "collection", "inquiry", "public_record", "personal_info"] as const;
export type ElementKind = (typeof elementKinds)[number];

export const evidenceKinds = [
  "identity_document",
  "proof_of_address",
  "ftc_identity_theft_report",
  "police_report",
  "payment_proof",
  "settlement_letter",
  "bankruptcy_schedule",
  "military_orders",
  "earlier_report",
  "account_statement",
  "creditor_letter",
  "court_record",
  "other",
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

export interface GroundRule {
  /** Internal hint at the code under which a bureau is likely to file it; never printed. */
  readonly codeHint: string | null;
  readonly elements: readonly ElementKind[];
  readonly recipients: readonly RecipientKind[];
  /** One of these must be attached; nothing when empty. */
  readonly evidence: readonly EvidenceKind[];
  /** What the letter says, before the customer's own facts. */
  readonly paragraph: string;
}

const everyone = ["bureau", "furnisher", "collector", "reseller"] as const;
/** FCRA-19: a furnisher need not look into identity data, inquiries, public records, or what another furnisher reports. */
const agencies = ["bureau", "reseller"] as const;
const account = ["tradeline", "collection"] as const;
const any = elementKinds;
const theftReport = ["ftc_identity_theft_report", "police_report"] as const;
const dofdEvidence = ["earlier_report", "account_statement", "creditor_letter"] as const;

const rule = (
  codeHint: string | null,
  elements: readonly ElementKind[],
  recipients: readonly RecipientKind[],
  evidence: readonly EvidenceKind[],
  paragraph: string,
): GroundRule => ({ codeHint, elements, recipients, evidence, paragraph });

/** What may be disputed on which ground, with whom, and on what evidence. */
export const groundRules: Readonly<Record<DisputeGround, GroundRule>> = {
  not_mine: rule("001", any, everyone, [], "This does not belong to me."),
  mixed_file: rule("002", any, agencies, [], "This belongs to another person with a similar name or number."),
  not_liable: rule("101", account, everyone, [], "The account exists, but I am not liable for it."),
  authorised_user: rule(
    "101",
    ["tradeline"],
    everyone,
    [],
    "I was an authorized user only and do not owe this account.",
  ),
  identity_theft: rule("103", any, agencies, theftReport, "This was opened by someone else in my name."),
  takeover: rule("104", account, everyone, theftReport, "Someone else took over this account and used it."),
  paid_before_collection: rule(
    "012",
    ["collection"],
    everyone,
    ["payment_proof", "creditor_letter"],
    "I paid the original creditor before this was placed for collection or charged off.",
  ),
  settled: rule(
    "010",
    account,
    everyone,
    ["settlement_letter", "payment_proof"],
    "This was settled, and the settlement was paid.",
  ),
  balance_wrong: rule("118", account, everyone, [], "The balance is not correct."),
  past_due_wrong: rule("118", account, everyone, [], "The amount past due is not correct."),
  limit_wrong: rule(
    "015",
    ["tradeline"],
    everyone,
    [],
    "The limit, high balance or original amount is not correct.",
  ),
  chargeoff_amount_wrong: rule(
    "119",
    account,
    everyone,
    [],
    "The charged-off or payment amount is not correct.",
  ),
  status_wrong: rule("106", account, everyone, [], "The account status or rating is not correct."),
  late_payment_wrong: rule("106", ["tradeline"], everyone, [], "Payments shown as late were not late."),
  date_opened_wrong: rule("114", account, everyone, [], "The date opened is not correct."),
  date_closed_wrong: rule("114", account, everyone, [], "The date closed is not correct."),
  dofd_wrong: rule("115", account, everyone, dofdEvidence, "The date of first delinquency is not correct."),
  reaged: rule(
    "115",
    account,
    everyone,
    dofdEvidence,
    "The date of first delinquency was moved to a later date.",
  ),
  obsolete: rule("115", any, agencies, [], "This is older than the law allows to report."),
  duplicate: rule("112", account, everyone, [], "The same debt is reported more than once."),
  transferred_sold: rule(
    "117",
    account,
    everyone,
    [],
    "This account was transferred or sold and still shows a balance.",
  ),
  bankruptcy_included: rule(
    "037",
    account,
    everyone,
    ["bankruptcy_schedule", "court_record"],
    "This was included in a bankruptcy.",
  ),
  bankruptcy_other: rule(
    "019",
    ["public_record", "tradeline"],
    agencies,
    [],
    "This bankruptcy is another person's.",
  ),
  deferred: rule(
    "100",
    ["tradeline"],
    everyone,
    ["creditor_letter", "account_statement"],
    "Payments were deferred at the time.",
  ),
  military: rule("038", account, everyone, ["military_orders"], "I was on active duty at the time."),
  disaster: rule("041", account, everyone, [], "I was affected by a declared disaster at the time."),
  medical_paid: rule("112", ["collection"], agencies, ["payment_proof"], "This medical collection is paid."),
  medical_under_500: rule(
    "112",
    ["collection"],
    agencies,
    [],
    "This medical collection was for less than $500.",
  ),
  medical_under_1y: rule(
    "112",
    ["collection"],
    agencies,
    [],
    "This medical collection is less than one year old.",
  ),
  medical_state_ban: rule(
    "112",
    ["collection"],
    agencies,
    [],
    "The law of my state does not allow this medical debt to be reported.",
  ),
  inquiry_unauthorised: rule(null, ["inquiry"], agencies, [], "I did not authorize this inquiry."),
  personal_info_wrong: rule(
    null,
    ["personal_info"],
    agencies,
    ["identity_document", "proof_of_address"],
    "This personal information is not correct.",
  ),
  public_record_wrong: rule("112", ["public_record"], agencies, [], "This public record is not correct."),
  deceased_wrong: rule(
    "120",
    account,
    everyone,
    ["identity_document"],
    "I am reported as deceased, and I am not.",
  ),
  reinserted: rule(
    "112",
    any,
    agencies,
    [],
    "This was deleted after an earlier dispute and has appeared again.",
  ),
  incomplete: rule("112", any, everyone, [], "This is reported incompletely."),
  unverifiable_followup: rule(
    "112",
    any,
    agencies,
    [],
    "An earlier dispute of this was not answered as the law requires.",
  ),
};

export const fraudGrounds: ReadonlySet<DisputeGround> = new Set(["identity_theft", "takeover"]);

/**
 * FCRA-15: states that forbid the reporting of medical debt, and from when. An interpretive rule of 2025-10-28 says that they may not, so what
 * claims it goes out with the approval of compliance alone.
 */
const medicalBans: Readonly<Record<string, string>> = { CO: "2023-08-07", NY: "2023-12-13" };

/** Whether the law of the customer's state forbids it on a day. */
export function bansMedicalDebt(state: string | null, on: string): boolean {
  const since = state === null ? undefined : medicalBans[state];
  return since !== undefined && since <= on;
}

/** Grounds on which a letter goes out when compliance has read it too. */
export const groundsReviewedByCompliance: ReadonlySet<DisputeGround> = new Set(["medical_state_ban"]);
