import { addMonthsClamped, type CivilDate } from "@horizon/calendar";

/** Calendar months, clamped to the month's end: a result of 08-31 is proven by a report issued after 02-28. */
export function isLaterThanSixMonths(resultOn: CivilDate, issuedOn: CivilDate): boolean {
  return issuedOn > lastUnprovingDay(resultOn);
}

/** A report proves a result when it was issued after this day (16 CFR 310.4(a)(2)(ii)). */
export function lastUnprovingDay(resultOn: CivilDate): CivilDate {
  return addMonthsClamped(resultOn, 6);
}

/**
 * Whether a report has to be obtained and handed over now: sold by phone, the promised time over, and more than six months since the
 * newest result. Before that a report would prove nothing.
 */
export function isProofDue(
  { saleChannel, promisedEnd }: { readonly saleChannel: string; readonly promisedEnd: CivilDate | null },
  resultOn: CivilDate,
  today: CivilDate,
): boolean {
  return (
    saleChannel !== "online" &&
    promisedEnd !== null &&
    today > promisedEnd &&
    isLaterThanSixMonths(resultOn, today)
  );
}
