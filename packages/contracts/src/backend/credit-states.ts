/** One import of a report. */
export const reportStates = [
  "received",
  "scanning",
  "parsing",
  "parsed",
  "needs_review",
  "failed",
  "quarantined",
  "superseded",
] as const;
export type ReportState = (typeof reportStates)[number];

/** What the rules found in a report: nothing is disputed before the customer confirms it (CROA-9). */
export const findingStates = ["open", "needs_dofd", "confirmed", "denied", "dismissed"] as const;
export type FindingState = (typeof findingStates)[number];

/** What a report is made of, each with an id of its own. */
export const reportElementKinds = [
  "tradeline",
  "collection",
  "inquiry",
  "public_record",
  "personal_info",
] as const;
export type ReportElementKind = (typeof reportElementKinds)[number];
