import { customerStatuses } from "@horizon/contracts/backend";
import type { Address, Contract, CustomerDocument, CustomerRecord } from "@horizon/db/customer";
import { z } from "zod";
import type { UserPrincipal } from "../../../platform/access-token.ts";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { money, usd } from "../../../platform/money.ts";

export const customerParams = z.strictObject({ customerId: idIn("cus") });
export const contractParams = z.strictObject({ contractId: idIn("ctr") });
export const documentParams = z.strictObject({ documentId: idIn("doc") });

/** The text of a person; no control characters, so that nothing is hidden in it. */
export function personText(max: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cf}\p{Co}\p{Cn}]+$/u, "must be plain text");
}

export const instant = z.iso.datetime();
export const civilDate = z.iso
  .date()
  .refine((date) => date >= "1900-01-01" && date < "2200-01-01", "must be a date of our time");
const iso = (date: Date | null) => date?.toISOString() ?? null;

export const customerView = z.strictObject({
  id: idOut("cus"),
  first_name: z.string(),
  last_name: z.string(),
  status: z.enum(customerStatuses),
  identity_verified: z.boolean(),
  ssn: z.strictObject({ on_file: z.boolean(), masked: z.string().nullable() }),
  agent_user_id: idOut("usr").nullable(),
  created_at: instant,
  updated_at: instant,
  /** For the staff alone. */
  suspended_reason: z.string().nullable().optional(),
  legal_hold: z.boolean().optional(),
});

/** `masked` is what may be shown of the number, or null where it is not asked for. */
export function viewCustomer(
  customer: CustomerRecord,
  principal: UserPrincipal,
  masked: string | null = null,
): z.input<typeof customerView> {
  return {
    id: publicIdOf("cus", customer.id),
    first_name: customer.firstName,
    last_name: customer.lastName,
    status: customer.status,
    identity_verified: customer.identityVerifiedAt !== null,
    ssn: { on_file: customer.ssnOnFile, masked },
    agent_user_id: customer.agentUserId === null ? null : publicIdOf("usr", customer.agentUserId),
    created_at: customer.createdAt.toISOString(),
    updated_at: customer.updatedAt.toISOString(),
    ...(principal.role === "customer"
      ? {}
      : { suspended_reason: customer.suspendedReason, legal_hold: customer.legalHold }),
  };
}

export const addressView = z.strictObject({
  id: idOut("adr"),
  line1: z.string(),
  line2: z.string().nullable(),
  city: z.string(),
  state: z.string(),
  postal_code: z.string(),
  zone: z.string(),
  current: z.boolean(),
  proof_document_id: idOut("doc").nullable(),
  created_at: instant,
});

export function viewAddress(address: Address): z.input<typeof addressView> {
  return {
    id: publicIdOf("adr", address.id),
    line1: address.line1,
    line2: address.line2,
    city: address.city,
    state: address.state,
    postal_code: address.postalCode,
    zone: address.zone,
    current: address.current,
    proof_document_id: address.proofDocumentId === null ? null : publicIdOf("doc", address.proofDocumentId),
    created_at: address.createdAt.toISOString(),
  };
}

export const documentView = z.strictObject({
  id: idOut("doc"),
  customer_id: idOut("cus"),
  kind: z.string(),
  status: z.string(),
  content_type: z.string(),
  size_bytes: z.int(),
  sha256: z.string(),
  fault: z.string().nullable(),
  retain_until: civilDate.nullable(),
  legal_hold: z.boolean(),
  created_at: instant,
});

export function viewDocument(document: CustomerDocument): z.input<typeof documentView> {
  return {
    id: publicIdOf("doc", document.id),
    customer_id: publicIdOf("cus", document.customerId),
    kind: document.kind,
    status: document.status,
    content_type: document.contentType,
    size_bytes: document.sizeBytes,
    sha256: document.sha256,
    fault: document.fault,
    retain_until: document.retainUntil,
    legal_hold: document.legalHold,
    created_at: document.createdAt.toISOString(),
  };
}

export const contractView = z.strictObject({
  id: idOut("ctr"),
  customer_id: idOut("cus"),
  status: z.string(),
  plan: z.string(),
  sale_channel: z.string(),
  state: z.string(),
  zone: z.string(),
  delivery: z.string(),
  terms_sha256: z.string(),
  total: money,
  lines: z.array(
    z.strictObject({
      id: idOut("lin"),
      kind: z.string(),
      description: z.string(),
      unit_price: money,
      quantity: z.int(),
    }),
  ),
  clauses: z.array(z.strictObject({ key: z.string(), title: z.string(), text: z.string() })),
  right_to_cancel: z.string(),
  offer_expires_at: instant.nullable(),
  signed_at: instant.nullable(),
  signed_on: civilDate.nullable(),
  /** All copies were handed over; the window begins then. */
  copies_given_at: instant.nullable(),
  cancel_deadline: civilDate.nullable(),
  cancel_deadline_at: instant.nullable(),
  service_not_before: civilDate.nullable(),
  promised_end: civilDate.nullable(),
  ended_at: instant.nullable(),
  end_reason: z.string().nullable(),
  created_at: instant,
});

export function viewContract(
  contract: Contract,
  terms: {
    clauses: readonly { key: string; title: string; text: string }[];
    signatureSection: { bold: string };
  },
): z.input<typeof contractView> {
  return {
    id: publicIdOf("ctr", contract.id),
    customer_id: publicIdOf("cus", contract.customerId),
    status: contract.status,
    plan: contract.planCode,
    sale_channel: contract.saleChannel,
    state: contract.state,
    zone: contract.zone,
    delivery: contract.delivery,
    terms_sha256: contract.termsSha256,
    total: usd(contract.totalCents),
    lines: contract.lines.map((line) => ({
      id: publicIdOf("lin", line.id),
      kind: line.kind,
      description: line.description,
      unit_price: usd(line.unitPriceCents),
      quantity: line.quantity,
    })),
    clauses: [...terms.clauses],
    right_to_cancel: terms.signatureSection.bold,
    offer_expires_at: iso(contract.offerExpiresAt),
    signed_at: iso(contract.signedAt),
    signed_on: contract.signedOn,
    copies_given_at: iso(contract.copiesGivenAt),
    cancel_deadline: contract.cancelDeadline,
    cancel_deadline_at: iso(contract.cancelDeadlineAt),
    service_not_before: contract.serviceNotBefore,
    promised_end: contract.promisedEnd,
    ended_at: iso(contract.endedAt),
    end_reason: contract.endReason,
    created_at: contract.createdAt.toISOString(),
  };
}
