import type { LetterRequest } from "./letter-request.ts";
import { cancellationWindowMs } from "./letter-timeline.ts";

export interface StoredLetter {
  readonly id: string;
  readonly request: LetterRequest;
  readonly createdMs: number;
  readonly trackingNumber: string | null;
  readonly events: { readonly id: string; readonly type: string; readonly atMs: number }[];
  deleted: boolean;
}

const day = 86_400_000;

/** The letter as the API answers with it. */
export function toLetterResource(letter: StoredLetter): object {
  const { id, request, createdMs, trackingNumber, events } = letter;
  const { file: _file, ...fields } = request;
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    id,
    object: "letter",
    ...fields,
    extra_service: request.extra_service ?? null,
    metadata: request.metadata ?? {},
    carrier: "USPS",
    tracking_number: trackingNumber,
    tracking_events: events
      .filter(({ type }) => /mailed|in_transit|in_local_area|processed|returned|delivered/.test(type))
      .map(({ id: eventId, type, atMs }) => ({
        id: eventId.replace("evt_", "evnt_"),
        type: request.extra_service ? "certified" : "normal",
        name: type.split(".").at(-1),
        time: iso(atMs),
        object: "tracking_event",
      })),
    status: events.some(({ type }) => type === "letter.rejected")
      ? "rejected"
      : events.some(({ type }) => type === "letter.failed")
        ? "failed"
        : "processed",
    send_date: iso(createdMs + cancellationWindowMs),
    expected_delivery_date: iso(createdMs + 6 * day).slice(0, 10),
    date_created: iso(createdMs),
    date_modified: iso(events.at(-1)?.atMs ?? createdMs),
  };
}
