import { defineMachine } from "../../platform/state-machine.ts";

/** A customer's life. `disposed` is a tombstone. */
export const customerMachine = defineMachine("customer", {
  pending: ["active", "cancelled"],
  active: ["suspended", "cancelled", "completed"],
  suspended: ["active", "cancelled"],
  cancelled: ["pending", "disposed"],
  completed: ["pending", "disposed"],
  disposed: [],
});

/**
 * A contract's life. `in_force` can still become `cancelled_in_window`: a notice that was posted in the window may arrive after it
 * (CROA-5). Anything can turn out to be void (CROA-12).
 */
export const contractMachine = defineMachine("contract", {
  draft: ["offered", "withdrawn", "void"],
  offered: ["signed", "expired", "withdrawn", "void"],
  signed: ["in_force", "cancelled_in_window", "void"],
  in_force: ["completed", "terminated", "cancelled_in_window", "void"],
  completed: ["void"],
  terminated: ["void"],
  expired: ["void"],
  withdrawn: ["void"],
  cancelled_in_window: ["void"],
  void: [],
});

export const privacyMachine = defineMachine("privacy request", {
  received: ["identity_check"],
  identity_check: ["in_progress", "denied"],
  in_progress: ["fulfilled", "partly_denied", "denied"],
  fulfilled: [],
  partly_denied: [],
  denied: [],
});
