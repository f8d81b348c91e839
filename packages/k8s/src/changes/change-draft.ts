import type { ChangeEntry } from "@horizon/contracts";

/** A change as the cluster shows it; the feed adds its id and who caused it. */
export type ChangeDraft = Omit<ChangeEntry, "id" | "actor" | "reason" | "intentId">;

/** What a detector finds; the rest of the draft is the object's identity. */
export type DetectedChange = Pick<ChangeDraft, "type" | "summary" | "fields">;
