import { z } from "zod";

const civilDate = z.iso.date();

/** What can be performed, and so billed: one price line of a contract each. */
export const performanceKinds = [
  "analysis_delivered",
  "round_mailed",
  "response_processed",
  "month_completed",
] as const;
export type PerformanceKind = (typeof performanceKinds)[number];

export const customerStatuses = [
  "pending",
  "active",
  "suspended",
  "cancelled",
  "completed",
  "disposed",
] as const;
export type CustomerStatus = (typeof customerStatuses)[number];

export const contractStatuses = [
  "draft",
  "offered",
  "signed",
  "in_force",
  "completed",
  "terminated",
  "expired",
  "withdrawn",
  "cancelled_in_window",
  "void",
] as const;
export type ContractStatus = (typeof contractStatuses)[number];

/** How the contract was sold. Anything but `online` brings the Telemarketing Sales Rule's six months. */
export const saleChannels = ["online", "phone", "mixed", "unknown"] as const;
export type SaleChannel = (typeof saleChannels)[number];

const standingContract = z.object({
  contract_id: z.uuid(),
  status: z.enum(contractStatuses),
  sale_channel: z.enum(saleChannels),
  signed_on: civilDate.nullable(),
  /** Last civil date, in the customer's zone, on which the contract can be cancelled for nothing. */
  cancel_deadline: civilDate.nullable(),
  /** The instant at which that date ends. */
  cancel_deadline_at: z.iso.datetime().nullable(),
  /** First civil date on which a service may be performed. */
  service_not_before: civilDate.nullable(),
  /** End of the time within which all services were promised. */
  promised_end: civilDate.nullable(),
  /** Nothing is billed before an itemised statement shows it (Cal. Civ. 1789.13). Whoever does not say so is taken to mean yes. */
  monthly_statement: z.boolean().default(true),
  lines: z.array(
    z.object({
      line_id: z.uuid(),
      kind: z.enum(performanceKinds),
      description: z.string(),
      unit_price_cents: z.int().nonnegative(),
      /** How often it may be billed at most: with the price it makes the total that the contract states (CROA-3). */
      quantity: z.int().positive(),
    }),
  ),
});

/**
 * Where a customer stands in law: all that other services decide by. customer-service answers it at
 * GET /internal/customers/:customerId/standing. Ids are bare UUIDs.
 */
export const customerStanding = z.object({
  customer_id: z.uuid(),
  user_id: z.uuid(),
  /** The dispute specialist who may see and act for the customer. */
  agent_user_id: z.uuid().nullable(),
  status: z.enum(customerStatuses),
  /** Two-letter state of the contract address. */
  state: z.string().length(2).nullable(),
  /** IANA zone of the contract address; all legal dates are in it. */
  zone: z.string().min(1),
  /** The newest contract that was at least offered. */
  contract: standingContract.nullable(),
  consents: z.object({ report_access: z.boolean(), esign: z.boolean(), marketing_email: z.boolean() }),
  identity_verified: z.boolean(),
  ssn_on_file: z.boolean(),
});
export type CustomerStanding = z.infer<typeof customerStanding>;

/** What a letter shows of its sender; answered to dispute-service alone. */
export const letterIdentity = z.object({
  first_name: z.string(),
  last_name: z.string(),
  address: z.object({
    line1: z.string(),
    line2: z.string().nullable(),
    city: z.string(),
    state: z.string().length(2),
    postal_code: z.string(),
  }),
  ssn_last4: z.string().length(4).nullable(),
  birth_year: z.int().nullable(),
});
export type LetterIdentity = z.infer<typeof letterIdentity>;
