import type { IntentRow, IntentState } from "@horizon/contracts";

export interface ProgressStep {
  readonly label: string;
  readonly state: "done" | "current" | "upcoming" | "failed";
  readonly at: string | null;
}

export interface IntentProgress {
  readonly steps: readonly ProgressStep[];
  /** What is being waited for, or what happened; said to screen readers as it changes. */
  readonly sentence: string;
  readonly outcome: "running" | "waiting" | "succeeded" | "unconfirmed" | "failed";
}

const outcomes: Record<IntentState, IntentProgress["outcome"]> = {
  requested: "running",
  awaiting_approval: "waiting",
  approved: "running",
  acting: "running",
  accepted: "running",
  observed: "succeeded",
  not_picked_up: "unconfirmed",
  failed: "failed",
  refused: "failed",
  rejected: "failed",
  expired: "failed",
};

const sentences: Record<IntentState, string> = {
  requested: "Requested.",
  awaiting_approval: "A second person must approve this before it runs.",
  approved: "Approved; about to be sent to the cluster.",
  acting: "Being sent to the cluster.",
  accepted: "Accepted by the cluster; waiting for the controller to act.",
  observed: "Done: the effect was observed in the cluster.",
  not_picked_up:
    "Accepted, but the controller has not picked it up. Check that the controller runs; nothing has to be sent again.",
  failed: "The cluster refused it; nothing was changed.",
  refused: "Refused by a guard; nothing was changed.",
  rejected: "The second person rejected it; nothing was changed.",
  expired: "Nobody approved it in time; nothing was changed.",
};

const givenUp = "Accepted by the cluster, but its effect was not seen.";

/** What the cluster accepted is watched; a moment is noted when that ends, with or without the effect. */
function wasWatched({ state, observedAt }: IntentRow): boolean {
  return state === "failed" && observedAt !== null;
}

/** How many of requested, (approved), accepted, observed are reached. */
function reached(intent: IntentRow, withApproval: boolean): number {
  const approval = withApproval ? 1 : 0;
  switch (intent.state) {
    case "requested":
    case "awaiting_approval":
    case "rejected":
    case "expired":
      return 1;
    case "refused":
      return intent.approval?.decision === "approved" ? 2 : 1;
    case "approved":
    case "acting":
      return 1 + approval;
    case "failed":
      return (wasWatched(intent) ? 2 : 1) + approval;
    case "accepted":
    case "not_picked_up":
      return 2 + approval;
    case "observed":
      return 3 + approval;
  }
}

/** Requested → (approved) → accepted → observed, with where this intent stands. */
export function intentProgress(intent: IntentRow): IntentProgress {
  const outcome = outcomes[intent.state];
  const withApproval = intent.approval !== null;
  const labels = [
    { label: "Requested", at: intent.createdAt },
    ...(withApproval
      ? [{ label: "Approved by a second person", at: intent.approval?.decidedAt ?? null }]
      : []),
    { label: "Accepted by the cluster", at: intent.actedAt },
    { label: "Effect observed", at: intent.observedAt },
  ];
  const count = reached(intent, withApproval);
  const steps = labels.map(({ label, at }, index): ProgressStep => {
    if (index < count) return { label, at, state: "done" };
    if (index > count) return { label, at: null, state: "upcoming" };
    return {
      label,
      at: null,
      state: outcome === "failed" || outcome === "unconfirmed" ? "failed" : "current",
    };
  });
  const sentence = intent.message || (wasWatched(intent) ? givenUp : sentences[intent.state]);
  return { steps, sentence, outcome };
}

/** Why what was asked was not done, in words; null where it was, or may yet be. */
export function findFailure(intent: IntentRow): string | null {
  const { outcome, sentence } = intentProgress(intent);
  return outcome === "failed" ? sentence : null;
}

/** Whether nothing more is awaited. What the controller has not picked up still is, and someone must look why. */
export function isIntentOver(intent: IntentRow): boolean {
  return ["succeeded", "failed"].includes(outcomes[intent.state]);
}
