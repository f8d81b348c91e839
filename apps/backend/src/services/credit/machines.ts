import type { FindingState, ReportState } from "@horizon/contracts/backend";
import { defineMachine } from "../../platform/state-machine.ts";

/** One import. `failed` also when the consent ended before it was read. */
export const reportMachine = defineMachine<ReportState>("report", {
  received: ["scanning"],
  scanning: ["parsing", "quarantined", "failed"],
  parsing: ["parsed", "needs_review", "failed", "quarantined"],
  needs_review: ["parsed"],
  parsed: ["superseded"],
  failed: [],
  quarantined: [],
  superseded: [],
});

/** The customer confirms or denies, and may think again; staff dismiss, and may reopen. */
export const findingMachine = defineMachine<FindingState>("finding", {
  open: ["confirmed", "denied", "dismissed"],
  needs_dofd: ["denied", "dismissed"],
  confirmed: ["denied", "dismissed"],
  denied: ["confirmed"],
  dismissed: ["open"],
});
