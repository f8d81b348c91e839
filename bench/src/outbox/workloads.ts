import { randomUUID } from "node:crypto";
import type { Db } from "@horizon/db";
import { appendEvent } from "@horizon/db/backend";

/** Appends one event, in a transaction of its own, as a route does at the end of a change. */
type Append = (outboxes: { dispute: Db; credit: Db }, customerId: string) => Promise<string>;

/** Of dispute-service to itself: it looks for the mail event that is named, finds none, and marks the event. What is left is the way. */
const mail: Append = ({ dispute }) =>
  appendEvent(dispute, "dispute", {
    type: "mail.event_received.v1",
    aggregateType: "letter",
    aggregateId: randomUUID(),
    data: { mail_event_id: randomUUID() },
  });

/** Of credit-service to customer-service, which writes it on the customer's timeline. */
const timeline: Append = ({ credit }, customer_id) => {
  const report_id = randomUUID();
  return appendEvent(credit, "credit", {
    type: "report.parsed.v1",
    aggregateType: "report",
    aggregateId: report_id,
    data: { customer_id, report_id, from: "parsing" },
  });
};

/** To billing-service, which records it, audits that, and appends an event; and to the timeline. Two deliveries. */
const performance: Append = ({ dispute }, customer_id) => {
  const letterId = randomUUID();
  return appendEvent(dispute, "dispute", {
    type: "service.performed.v1",
    aggregateType: "letter",
    aggregateId: letterId,
    data: {
      customer_id,
      performance_id: randomUUID(),
      contract_id: randomUUID(),
      line_id: randomUUID(),
      kind: "round_mailed",
      subject_id: letterId,
      completed_at: new Date().toISOString(),
    },
  });
};

/** Six of ten are mail, two go to the timeline, two are performances: 1.2 deliveries an event, 0.6 effects. */
const mixed: Append = (outboxes, customerId) => {
  const dice = Math.random();
  return (dice < 0.6 ? mail : dice < 0.8 ? timeline : performance)(outboxes, customerId);
};

export const workloads = { mail, timeline, performance, mixed } as const;
export type Workload = keyof typeof workloads;
