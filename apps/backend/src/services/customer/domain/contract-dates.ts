import { addBusinessDays, addDays, type CivilDate, endOfDayInZone } from "@horizon/calendar";

export interface ContractDates {
  /** Last civil date, in the zone, on which the contract can be cancelled for nothing (CROA-5). */
  readonly cancelDeadline: CivilDate;
  /** 24:00 of that date in the zone. */
  readonly cancelDeadlineAt: Date;
  /** First civil date on which a service may be performed (CROA-6). */
  readonly serviceNotBefore: CivilDate;
}

/**
 * The dates of a contract. The window begins on the day after the signing, or after the copies were handed over where that was
 * later (CROA-7). It is counted on the WIDE calendar, and the service hold ends with it: a day later than 15 U.S.C. 1679d(a)(2) asks.
 *
 * @param copiesGivenOn civil date in the zone on which the consumer was given all copies.
 * @param zone IANA zone of the contract address; null when unknown.
 */
export function computeContractDates(
  signedOn: CivilDate,
  copiesGivenOn: CivilDate,
  cancelBusinessDays: number,
  zone: string | null,
): ContractDates {
  const begins = copiesGivenOn > signedOn ? copiesGivenOn : signedOn;
  const cancelDeadline = addBusinessDays(begins, cancelBusinessDays, "WIDE");
  return {
    cancelDeadline,
    cancelDeadlineAt: endOfDayInZone(cancelDeadline, zone),
    serviceNotBefore: addDays(cancelDeadline, 1),
  };
}
