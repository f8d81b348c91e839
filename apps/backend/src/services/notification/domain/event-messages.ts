import type { EventType } from "@horizon/contracts/backend";
import type { TemplateKey } from "./default-templates.ts";

export interface EventMessage {
  readonly template: TemplateKey;
  /** Whether it also goes into the inbox of the portal. */
  readonly inbox: boolean;
}

const told = (template: TemplateKey): EventMessage => ({ template, inbox: true });
const mailed = (template: TemplateKey): EventMessage => ({ template, inbox: false });

/** E-mails of which auth-service knows the address and the link; the person may have no account that works yet. */
export const authMessages = [
  "user.email_verification_requested.v1",
  "user.registration_repeated.v1",
  "user.password_reset_requested.v1",
  "user.invited.v1",
] as const satisfies readonly EventType[];

/** What is told of what happened to a user's sign-in. */
export const userMessages = {
  "mfa.enrolled.v1": mailed("security_notice"),
  "mfa.removed.v1": mailed("security_notice"),
  "password.changed.v1": mailed("security_notice"),
  "password.reset.v1": mailed("security_notice"),
  "session.reuse_detected.v1": mailed("session_stolen"),
  "incident.report_due.v1": told("incident_report_due"),
} as const satisfies Partial<Record<EventType, EventMessage>>;

/** What is told to a customer of what happened to their things. */
export const customerMessages = {
  "contract.copies_given.v1": told("contract_signed"),
  "contract.in_force.v1": told("contract_in_force"),
  "contract.cancelled_in_window.v1": told("contract_cancelled"),
  "contract.terminated.v1": told("contract_ended"),
  "letter.rendered.v1": told("letter_to_approve"),
  "letter.mailed.v1": told("letter_mailed"),
  "letter.delivered.v1": told("letter_delivered"),
  "letter.returned.v1": told("letter_returned"),
  "dispute_item.deleted.v1": told("dispute_result"),
  "dispute_item.deleted_fraud.v1": told("dispute_result"),
  "dispute_item.deleted_expedited.v1": told("dispute_result"),
  "dispute_item.updated.v1": told("dispute_result"),
  "dispute_item.verified.v1": told("dispute_result"),
  "dispute_item.verified_other_updated.v1": told("dispute_result"),
  "dispute_item.frivolous.v1": told("dispute_result"),
  "dispute_item.no_response.v1": told("dispute_result"),
  "dispute_item.reinserted.v1": told("dispute_result"),
  "response.confirmed.v1": told("dispute_result"),
  "round.deadline_reminder.v1": told("dispute_deadline"),
  "protection.ends_soon.v1": told("protection_ends"),
  "statement.issued.v1": told("statement_ready"),
  "invoice.finalized.v1": told("invoice_ready"),
  "invoice.paid.v1": told("invoice_paid"),
  "payment.failed.v1": told("payment_failed"),
  "payment.requires_action.v1": told("payment_action"),
  "refund.succeeded.v1": told("refund_sent"),
} as const satisfies Partial<Record<EventType, EventMessage>>;

/** What partners can have told to their own systems. */
export const webhookEvents = Object.keys(customerMessages) as (keyof typeof customerMessages)[];
