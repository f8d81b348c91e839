import type { CustomerStanding, PerformanceKind } from "@horizon/contracts/backend";
import { appendEvent } from "@horizon/db/backend";
import { createPerformance } from "@horizon/db/dispute";
import { audit, type Move } from "./moves.ts";

export interface Performed {
  readonly kind: PerformanceKind;
  /** What it was performed on: once for each kind and subject, whoever tells it how often. */
  readonly subjectId: string;
  readonly evidenceIds: readonly string[];
  readonly completedAt: Date;
}

/**
 * Records that a service of the contract is fully performed, and tells billing.
 *
 * @returns the performance's id, or null when it was recorded before or there is no contract.
 */
export async function recordPerformance(
  move: Move,
  { customer_id: customerId, contract }: CustomerStanding,
  performed: Performed,
): Promise<string | null> {
  if (contract === null) return null;
  const { kind, subjectId, completedAt } = performed;
  const lineId = contract.lines.find((line) => line.kind === kind)?.line_id ?? null;
  const contractId = contract.contract_id;
  const recordedBy = move.actor;
  const id = await createPerformance(move.db, { ...performed, customerId, contractId, lineId, recordedBy });
  if (id === null) return null;
  await appendEvent(move.db, "dispute", {
    type: "service.performed.v1",
    aggregateType: "performance",
    aggregateId: id,
    data: {
      customer_id: customerId,
      performance_id: id,
      contract_id: contractId,
      line_id: lineId,
      kind,
      subject_id: subjectId,
      completed_at: completedAt.toISOString(),
    },
    requestId: move.requestId,
  });
  await audit(move, {
    action: "service.performed",
    objectType: "performance",
    objectId: id,
    details: { kind, subject_id: subjectId },
  });
  return id;
}
