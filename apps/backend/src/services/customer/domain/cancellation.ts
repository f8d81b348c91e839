import type { CivilDate } from "@horizon/calendar";
import type { ContractStatus } from "@horizon/contracts/backend";

/** How the notice reached us. Any written notice counts, not the form alone (CROA-5). */
export const noticeChannels = ["portal", "email", "mail", "delivered"] as const;

export interface NoticeDates {
  /** When it was sent: the postmark of a letter, the date of an e-mail, the day on which it was handed in. */
  readonly sentOn: CivilDate | null;
  readonly receivedOn: CivilDate;
}

/** The date that counts is the one on which the consumer sent it; what cannot be read is the day it came. */
export function effectiveNoticeDate({ sentOn, receivedOn }: NoticeDates): CivilDate {
  return sentOn !== null && sentOn < receivedOn ? sentOn : receivedOn;
}

export type CancellationEffect = "cancelled_in_window" | "terminated" | "withdrawn";

/**
 * What a notice does to a contract, or null when there is nothing left to cancel. A notice sent in the window counts although it is
 * recorded later. A window that has not begun, because the copies were not handed over, is open.
 */
export function decideCancellation(
  contract: { readonly status: ContractStatus; readonly cancelDeadline: CivilDate | null },
  noticeOn: CivilDate,
): CancellationEffect | null {
  switch (contract.status) {
    case "draft":
    case "offered":
      return "withdrawn";
    case "signed":
    case "in_force":
      return contract.cancelDeadline === null || noticeOn <= contract.cancelDeadline
        ? "cancelled_in_window"
        : "terminated";
    default:
      return null;
  }
}
