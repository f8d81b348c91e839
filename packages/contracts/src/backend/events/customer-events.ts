import { z } from "zod";
import { saleChannels } from "../standing.ts";
import { defineEvents } from "./define-events.ts";

const ofCustomer = z.object({ customer_id: z.uuid() });
const ofContract = ofCustomer.extend({ contract_id: z.uuid() });
const ofDocument = ofCustomer.extend({ document_id: z.uuid(), kind: z.string() });
const ofConsent = ofCustomer.extend({
  kind: z.enum(["esign", "report_access", "marketing_email"]),
  version: z.string(),
});
const ofPrivacyRequest = ofCustomer.extend({
  privacy_request_id: z.uuid(),
  kind: z.enum(["access", "delete", "correct", "opt_out"]),
  answer_by: z.iso.date(),
});
const nobody = { consumers: [] } as const;
const ofProtection = { data: ofCustomer.extend({ protection_id: z.uuid() }), ...nobody };
/** Subscriptions and invoices follow the contract. */
const toBilling = { consumers: ["billing-service"] } as const;
const toBillingAndCustomer = { consumers: ["billing-service", "notification-service"] } as const;

/** What customer-service tells the others. */
export const customerEvents = defineEvents({
  "customer.created.v1": { data: ofCustomer.extend({ user_id: z.uuid() }), ...nobody },
  "customer.updated.v1": { data: ofCustomer, ...nobody },
  "customer.address_changed.v1": { data: ofCustomer.extend({ state: z.string().length(2) }), ...nobody },
  "customer.ssn_set.v1": { data: ofCustomer, ...nobody },
  "customer.agent_assigned.v1": {
    data: ofCustomer.extend({ agent_user_id: z.uuid().nullable() }),
    ...nobody,
  },
  "pii.revealed.v1": { data: ofCustomer.extend({ user_id: z.uuid() }), ...nobody },

  // The life of a customer, one event an edge.
  "customer.activated.v1": { data: ofCustomer, ...nobody },
  "customer.suspended.v1": {
    data: ofCustomer.extend({ reason: z.enum(["payment", "fraud", "compliance", "customer_request"]) }),
    ...nobody,
  },
  "customer.resumed.v1": { data: ofCustomer, ...nobody },
  "customer.cancelled.v1": { data: ofCustomer, ...nobody },
  "customer.completed.v1": { data: ofCustomer, ...nobody },
  "customer.reopened.v1": { data: ofCustomer, ...nobody },
  "customer.disposed.v1": { data: ofCustomer, ...nobody },

  "identity.requested.v1": { data: ofCustomer.extend({ verification_id: z.uuid() }), ...nobody },
  "identity.verified.v1": { data: ofCustomer.extend({ verification_id: z.uuid() }), ...nobody },
  "identity.failed.v1": { data: ofCustomer.extend({ verification_id: z.uuid() }), ...nobody },

  "consent.granted.v1": { data: ofConsent, ...nobody },
  "consent.withdrawn.v1": { data: ofConsent, ...nobody },
  "consent.expired.v1": { data: ofConsent, ...nobody },

  "document.pending.v1": { data: ofDocument, ...nobody },
  "document.stored.v1": { data: ofDocument, ...nobody },
  "document.quarantined.v1": { data: ofDocument, ...nobody },
  "document.rejected.v1": { data: ofDocument, ...nobody },
  "document.deleted.v1": { data: ofDocument, ...nobody },
  "document.held.v1": { data: ofDocument, ...nobody },
  "document.released.v1": { data: ofDocument, ...nobody },
  "document.read.v1": { data: ofDocument.extend({ user_id: z.uuid() }), ...nobody },

  "disclosure.delivered.v1": { data: ofCustomer.extend({ disclosure_id: z.uuid() }), ...nobody },
  /** The signed copy is written by its own service. */
  "disclosure.acknowledged.v1": {
    data: ofCustomer.extend({ disclosure_id: z.uuid() }),
    consumers: ["customer-service"],
  },

  // The life of a contract, one event an edge.
  "contract.drafted.v1": { data: ofContract, ...nobody },
  "contract.offered.v1": { data: ofContract, ...nobody },
  "contract.withdrawn.v1": { data: ofContract, ...nobody },
  "contract.expired.v1": { data: ofContract, ...nobody },
  /** The copies are written and handed over by its own service; the window begins then. */
  "contract.signed.v1": {
    data: ofContract.extend({ signed_on: z.iso.date(), sale_channel: z.enum(saleChannels) }),
    consumers: ["customer-service"],
  },
  "contract.copies_given.v1": {
    data: ofContract.extend({
      cancel_deadline: z.iso.date(),
      cancel_deadline_at: z.iso.datetime(),
      service_not_before: z.iso.date(),
    }),
    consumers: ["notification-service"],
  },
  "contract.in_force.v1": { data: ofContract, ...toBillingAndCustomer },
  "contract.cancelled_in_window.v1": {
    data: ofContract.extend({ notice_on: z.iso.date() }),
    ...toBillingAndCustomer,
  },
  "contract.terminated.v1": { data: ofContract.extend({ notice_on: z.iso.date() }), ...toBillingAndCustomer },
  "contract.completed.v1": { data: ofContract, ...nobody },
  "contract.voided.v1": { data: ofContract.extend({ rule: z.string() }), ...toBilling },
  /** A month of service is over, or the contract with it; `served` when it was whole and never suspended. */
  "contract.month_ended.v1": {
    data: ofContract.extend({
      month_id: z.uuid(),
      number: z.int().positive(),
      first_day: z.iso.date(),
      last_day: z.iso.date(),
      served: z.boolean(),
      statement_required: z.boolean(),
    }),
    consumers: ["billing-service", "dispute-service"],
  },
  "contract.sale_channel_changed.v1": {
    data: ofContract.extend({ from: z.enum(saleChannels), to: z.enum(saleChannels) }),
    ...nobody,
  },

  "privacy.requested.v1": { data: ofPrivacyRequest, ...nobody },
  "privacy.confirmed.v1": { data: ofPrivacyRequest, ...nobody },
  "privacy.extended.v1": { data: ofPrivacyRequest, ...nobody },
  "privacy.identity_check.v1": { data: ofPrivacyRequest, ...nobody },
  "privacy.in_progress.v1": { data: ofPrivacyRequest, ...nobody },
  "privacy.fulfilled.v1": { data: ofPrivacyRequest, ...nobody },
  "privacy.partly_denied.v1": { data: ofPrivacyRequest, ...nobody },
  "privacy.denied.v1": { data: ofPrivacyRequest, ...nobody },
  "privacy.due_soon.v1": { data: ofPrivacyRequest, ...nobody },

  // Fraud alerts and freezes, which customers ask bureaus for themselves.
  "protection.requested.v1": ofProtection,
  "protection.in_place.v1": ofProtection,
  "protection.ended.v1": ofProtection,
  "protection.withdrawn.v1": ofProtection,
  "protection.ends_soon.v1": {
    data: ofProtection.data.extend({ ends_on: z.iso.date() }),
    consumers: ["notification-service"],
  },

  "task.created.v1": { data: ofCustomer.extend({ task_id: z.uuid() }), ...nobody },
  "task.completed.v1": { data: ofCustomer.extend({ task_id: z.uuid() }), ...nobody },
  "note.added.v1": { data: ofCustomer.extend({ note_id: z.uuid() }), ...nobody },

  "sales_material.recorded.v1": { data: z.object({ sales_material_id: z.uuid() }), ...nobody },
  "sales_material.retired.v1": { data: z.object({ sales_material_id: z.uuid() }), ...nobody },
  "lead.created.v1": { data: z.object({ lead_id: z.uuid(), state: z.string().length(2) }), ...nobody },
  "customer.linked.v1": {
    data: ofCustomer.extend({ other_customer_id: z.uuid(), kind: z.enum(["spouse", "co_applicant"]) }),
    ...nobody,
  },
});
