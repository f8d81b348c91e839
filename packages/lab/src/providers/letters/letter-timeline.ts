/** What happens to the next letters. `lost`: handed over and never heard of again. */
export type LetterFate = "delivered" | "returned" | "failed" | "rejected" | "lost";

export interface TimelineStep {
  /** The provider's event type. */
  readonly type: string;
  readonly afterMs: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A letter can be cancelled until then; production starts afterwards. */
export const cancellationWindowMs = 5 * minute;

/**
 * The life of a letter after its creation. Certified letters have events of their own and a delivery scan; of first-class
 * letters nothing is heard after the last sorting.
 */
export function timelineOf(fate: LetterFate, certified: boolean): readonly TimelineStep[] {
  const scans = certified ? "letter.certified" : "letter";
  const created = { type: "letter.created", afterMs: 0 };
  if (fate === "rejected") return [created, { type: "letter.rejected", afterMs: minute }];
  const produced = [
    created,
    { type: "letter.rendered_pdf", afterMs: minute },
    { type: `${scans}.mailed`, afterMs: day },
  ];
  if (fate === "lost") return produced;
  const travelling = [...produced, { type: `${scans}.in_transit`, afterMs: 2 * day }];
  if (fate === "failed") return [...travelling, { type: "letter.failed", afterMs: 4 * day }];
  const near = [
    ...travelling,
    { type: `${scans}.in_local_area`, afterMs: 4 * day },
    { type: `${scans}.processed_for_delivery`, afterMs: 4 * day + 6 * hour },
  ];
  if (fate === "returned") return [...near, { type: `${scans}.returned_to_sender`, afterMs: 8 * day }];
  return certified ? [...near, { type: `${scans}.delivered`, afterMs: 4 * day + 10 * hour }] : near;
}
