import { z } from "zod";
import {
  bureaus,
  disputeItemStates,
  disputeTaskKinds,
  letterStates,
  roundReminderKinds,
  roundStates,
} from "../dispute-states.ts";
import type { ServiceName } from "../service-names.ts";
import { performanceKinds } from "../standing.ts";
import { defineEvents } from "./define-events.ts";

const ofCustomer = { customer_id: z.uuid() };

/** One event an edge: `<prefix>.<state entered>.v1`. */
function stateEvents<P extends string, S extends string, D extends z.ZodType<Record<string, unknown>>>(
  prefix: P,
  states: readonly S[],
  data: D,
  consumers: Readonly<Partial<Record<S, readonly ServiceName[]>>>,
) {
  type Events = { readonly [K in `${P}.${S}.v1`]: { data: D; consumers: readonly ServiceName[] } };
  const entries = states.map((state) => [
    `${prefix}.${state}.v1`,
    { data, consumers: consumers[state] ?? [] },
  ]);
  return Object.fromEntries(entries) as Events;
}

const itemMoved = z.object({
  ...ofCustomer,
  item_id: z.uuid(),
  bureau: z.enum(bureaus),
  /** Null for what is entered at creation. */
  from: z.enum(disputeItemStates).nullable(),
  /** The round that the move belongs to, if any. */
  round_id: z.uuid().nullable(),
  /** The element in credit-service, when the item came from a report. */
  element_id: z.uuid().nullable(),
});

const roundMoved = z.object({
  ...ofCustomer,
  round_id: z.uuid(),
  from: z.enum(roundStates).nullable(),
});

const letterMoved = z.object({
  ...ofCustomer,
  letter_id: z.uuid(),
  round_id: z.uuid(),
  from: z.enum(letterStates).nullable(),
});

const toCustomer = ["notification-service"] as const;

/** What dispute-service tells the others. */
export const disputeEvents = defineEvents({
  ...stateEvents("dispute_item", disputeItemStates, itemMoved, {
    // Results: billing of a phone sale waits until they are proven.
    deleted: ["credit-service", "notification-service", "billing-service"],
    deleted_fraud: ["credit-service", "notification-service", "billing-service"],
    deleted_expedited: ["credit-service", "notification-service", "billing-service"],
    updated: ["credit-service", "notification-service", "billing-service"],
    verified: ["credit-service", "notification-service"],
    verified_other_updated: ["credit-service", "notification-service"],
    // What is disputed has to be reported as such while it is looked into (FCRA-21).
    investigating: ["credit-service"],
    in_round: ["credit-service"],
    frivolous: ["notification-service", "credit-service"],
    no_response: ["notification-service", "credit-service"],
    rejected_identity: ["credit-service"],
    mixed: ["credit-service"],
    reinserted: ["notification-service", "billing-service"],
  }),
  ...stateEvents("round", roundStates, roundMoved, {}),
  ...stateEvents("letter", letterStates, letterMoved, {
    // The customer is asked to approve; the letter is handed to the mailer by its own service.
    rendered: toCustomer,
    send_requested: ["dispute-service"],
    mailed: ["notification-service", "customer-service"],
    delivered: ["notification-service", "customer-service"],
    returned: ["notification-service", "customer-service"],
  }),
  "letter.cancel_requested.v1": {
    data: z.object({ ...ofCustomer, letter_id: z.uuid(), round_id: z.uuid() }),
    consumers: ["dispute-service"],
  },
  /** An event of the mail provider is stored and waits to be applied. */
  "mail.event_received.v1": {
    data: z.object({ mail_event_id: z.uuid() }),
    consumers: ["dispute-service"],
  },
  "response.recorded.v1": {
    data: z.object({ ...ofCustomer, response_id: z.uuid(), round_id: z.uuid() }),
    consumers: [],
  },
  "response.confirmed.v1": {
    data: z.object({ ...ofCustomer, response_id: z.uuid(), round_id: z.uuid() }),
    consumers: ["notification-service", "customer-service"],
  },
  "round.deadline_reminder.v1": {
    data: z.object({
      ...ofCustomer,
      round_id: z.uuid(),
      kind: z.enum(roundReminderKinds),
      last_day: z.iso.date(),
    }),
    consumers: toCustomer,
  },
  "dispute_task.opened.v1": {
    data: z.object({
      ...ofCustomer,
      task_id: z.uuid(),
      kind: z.enum(disputeTaskKinds),
      round_id: z.uuid().nullable(),
      due_on: z.iso.date().nullable(),
    }),
    consumers: [],
  },
  "dispute_task.completed.v1": {
    data: z.object({ ...ofCustomer, task_id: z.uuid(), kind: z.enum(disputeTaskKinds) }),
    consumers: [],
  },
  "idtheft_case.opened.v1": {
    data: z.object({ ...ofCustomer, case_id: z.uuid() }),
    consumers: [],
  },
  "template.published.v1": {
    data: z.object({ template_id: z.uuid(), version: z.int().positive() }),
    consumers: [],
  },
  /** A service of the contract is fully performed: from now on it can be billed, once (CROA-8). */
  "service.performed.v1": {
    data: z.object({
      ...ofCustomer,
      performance_id: z.uuid(),
      contract_id: z.uuid(),
      /** The price line of the contract; null when the contract has none of this kind, so nothing is due. */
      line_id: z.uuid().nullable(),
      kind: z.enum(performanceKinds),
      /** What was performed: a letter, a response, a report. One performance for each kind and subject. */
      subject_id: z.uuid(),
      completed_at: z.iso.datetime(),
    }),
    consumers: ["billing-service", "customer-service"],
  },
});
