import { defineProblems } from "../../platform/problems.ts";

/** What dispute-service refuses, with the rule of law where one refuses. */
export const { problem } = defineProblems({
  "croa.service_hold": {
    status: 409,
    title: "No service before the right to cancel has ended",
    rule: "CROA-6",
  },
  "croa.accurate_item": {
    status: 422,
    title: "What the customer says is accurate cannot be disputed",
    rule: "CROA-9",
  },
  "customer.not_active": { status: 409, title: "The customer is not active" },
  "contract.not_in_force": { status: 409, title: "There is no contract in force", rule: "CROA-3" },
  "customer.identity_missing": { status: 409, title: "The customer's name and address are not known" },

  "dispute.ground_not_allowed": { status: 422, title: "This cannot be disputed on that ground" },
  "dispute.recipient_not_allowed": { status: 422, title: "This letter does not go to such a recipient" },
  "dispute.recipient_mismatch": { status: 422, title: "The items belong to another recipient" },
  "dispute.kind_not_allowed": { status: 422, title: "This letter does not fit these items" },
  "dispute.not_obsolete": { status: 422, title: "The item is not obsolete yet", rule: "FCRA-14" },
  "dispute.statement_too_long": {
    status: 422,
    title: "A statement of dispute has at most 100 words",
    rule: "FCRA-11",
  },
  "dispute.too_many_items": { status: 422, title: "A round takes fewer items" },
  "dispute.item_not_attested": {
    status: 409,
    title: "The customer has not attested this item",
    rule: "CROA-9",
  },
  "dispute.round_open": { status: 409, title: "An item is in a round that is not over" },
  "dispute.round_not_draft": { status: 409, title: "The round is no longer a draft" },
  "dispute.cure_required": {
    status: 409,
    title: "A frivolous dispute needs new evidence or another ground",
    rule: "FCRA-5",
  },
  "dispute.next_round_refused": { status: 409, title: "Nothing new supports another round" },
  "dispute.not_expedited": {
    status: 422,
    title: "A deletion that is heard of this late is no expedited one",
    rule: "FCRA-10",
  },
  "task.done": { status: 409, title: "The task was done before" },
  "task.evidence_missing": {
    status: 422,
    title: "The written confirmation has to be attached",
    rule: "FCRA-10",
  },
  "dispute.round_limit": { status: 409, title: "Compliance decides about more rounds of this item" },
  "dispute.supplement_extends": {
    status: 409,
    title: "This gives the agency 15 more days",
    rule: "FCRA-2",
  },
  "dispute.supplement_too_late": {
    status: 409,
    title: "The 30 days in which a supplement counts are over",
    rule: "FCRA-2",
  },
  "dispute.no_response_too_early": {
    status: 409,
    title: "It cannot be said yet that no answer came",
    rule: "FCRA-8",
  },
  "evidence.missing": { status: 422, title: "This ground needs evidence" },
  "fcra.605b_incomplete": {
    status: 409,
    title: "The identity-theft packet is not complete",
    rule: "FCRA-16",
  },

  "letter.lint": { status: 422, title: "The letter may not be sent as it is" },
  "letter.template_broken": { status: 422, title: "The template does not merge" },
  "letter.own_work": { status: 409, title: "Another person has to approve this" },
  "letter.already_approved": { status: 409, title: "It was approved in this capacity before" },
  "letter.approval_not_needed": { status: 409, title: "This letter needs no approval by compliance" },
  "letter.in_mail": { status: 409, title: "The letter is in the mail" },
  "letter.daily_limit": { status: 409, title: "No more letters go out for this customer today" },
  "letter.future_date": { status: 422, title: "A letter cannot have been mailed in the future" },
  "letter.mailed_otherwise": { status: 409, title: "The mail provider sends this letter" },
  "address.undeliverable": { status: 422, title: "The address is not complete" },

  "response.items_mismatch": { status: 422, title: "The answer is about other items than the round" },
  "response.not_expected": { status: 409, title: "The round does not wait for an answer" },
  "response.outcome_recorded": { status: 409, title: "An outcome of this item was confirmed before" },

  "template.in_use": { status: 409, title: "A published template is immutable" },
  "performance.recorded": { status: 409, title: "This was recorded as performed before", rule: "CROA-8" },
  "performance.in_future": { status: 422, title: "What is not done yet is not performed", rule: "CROA-8" },

  "webhook.signature_invalid": { status: 401, title: "The signature is not valid" },
});
