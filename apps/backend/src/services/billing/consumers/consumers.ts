import { recordPerformance } from "@horizon/db/billing";
import type { Consumers } from "../../../platform/events.ts";
import type { BillingContext } from "../context.ts";
import { billingItself, recordChange } from "../record-change.ts";
import { chargeCard } from "./charge-card.ts";
import { followContract, undoBilling } from "./follow-contract.ts";
import { resultConsumers } from "./note-result.ts";
import { refundPayment } from "./refund-payment.ts";
import { writeStatement } from "./write-statement.ts";

/** What billing does when others did something. */
export const billingConsumers: Consumers<BillingContext> = {
  "service.performed.v1": async (_context, { db, event }) => {
    const { customer_id, contract_id, line_id, kind, subject_id, performance_id, completed_at } = event.data;
    // Not a line of the contract: it was done for nothing.
    if (line_id === null) return;
    const isNew = await recordPerformance(db, {
      id: performance_id,
      customerId: customer_id,
      contractId: contract_id,
      lineId: line_id,
      kind,
      subjectId: subject_id,
      completedAt: new Date(completed_at),
    });
    if (!isNew) return;
    await recordChange(db, {
      actor: billingItself,
      event: "performance.recorded.v1",
      data: { customer_id, performance_id, kind },
      objectType: "performance",
      objectId: performance_id,
    });
  },
  "contract.in_force.v1": (_context, { db, event }) => followContract(db, event.data.contract_id, "active"),
  "contract.terminated.v1": (_context, { db, event }) =>
    followContract(db, event.data.contract_id, "cancelled"),
  "contract.cancelled_in_window.v1": (_context, { db, event }) =>
    undoBilling(db, event.data.contract_id, "The contract was cancelled in its window."),
  "contract.voided.v1": (_context, { db, event }) =>
    undoBilling(db, event.data.contract_id, "The contract is void."),
  "contract.month_ended.v1": writeStatement,
  ...resultConsumers,
  "payment.requested.v1": chargeCard,
  "refund.requested.v1": refundPayment,
};
