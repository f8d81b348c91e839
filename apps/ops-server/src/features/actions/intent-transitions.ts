import type { IntentState } from "@horizon/contracts";

/**
 * From where each state may be reached. Written as compare-and-set in the database, so that of two processes that
 * work on one intent only one gets to act.
 */
export const intentOrigins = {
  requested: [],
  awaiting_approval: ["requested"],
  approved: ["awaiting_approval"],
  acting: ["requested", "approved"],
  accepted: ["acting", "not_picked_up"],
  observed: ["acting", "accepted", "not_picked_up"],
  not_picked_up: ["accepted"],
  failed: ["requested", "approved", "acting", "accepted", "not_picked_up"],
  refused: ["requested", "approved"],
  rejected: ["awaiting_approval"],
  expired: ["awaiting_approval"],
} as const satisfies Record<IntentState, readonly IntentState[]>;

/** Of which something more is awaited. */
export const openStates: readonly IntentState[] = [
  "requested",
  "awaiting_approval",
  "approved",
  "acting",
  "accepted",
  "not_picked_up",
];
