import type { LetterState } from "@horizon/contracts/backend";

/** What the mail provider says happened to a letter, in our words. */
export type MailProgress = "mailed" | "in_transit" | "delivered" | "returned" | "failed" | "cancelled";

const byProviderName: Readonly<Record<string, MailProgress>> = {
  mailed: "mailed",
  in_transit: "in_transit",
  in_local_area: "in_transit",
  processed_for_delivery: "in_transit",
  "re-routed": "in_transit",
  pickup_available: "in_transit",
  delivered: "delivered",
  returned_to_sender: "returned",
  failed: "failed",
  rejected: "failed",
  deleted: "cancelled",
};

/** `letter.certified.delivered` → `delivered`; null for what changes nothing, such as `letter.viewed`. */
export function progressOf(providerEventType: string): MailProgress | null {
  const [resource, ...rest] = providerEventType.split(".");
  if (resource !== "letter") return null;
  return byProviderName[rest.at(-1) ?? ""] ?? null;
}

/** How far a state is along the way; what is known never goes back to a lower rank, in whatever order events come. */
const ranks: Readonly<Record<LetterState, number>> = {
  rendered: 0,
  approved: 1,
  send_requested: 2,
  accepted_by_mailer: 3,
  mailed: 4,
  in_transit: 5,
  failed: 6,
  returned: 6,
  delivered: 6,
  cancelled: 7,
};

/** Whether an event moves a letter on; one that is late or comes twice does not. */
export function movesOn(state: LetterState, progress: MailProgress): boolean {
  return ranks[progress] > ranks[state];
}
