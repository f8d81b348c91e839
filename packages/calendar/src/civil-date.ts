import { Temporal } from "temporal-polyfill";

/** A date of the calendar without time or zone, `YYYY-MM-DD` (CAL-3). Such strings compare with `<` and `===`. */
export type CivilDate = string;

/** The last zone of the US in which a date ends: nobody is short-changed when the customer's zone is unknown (CAL-3). */
export const lastUsZone = "Pacific/Pago_Pago";

/** The first zone of the US in which a date begins: what has come for nobody there has come for nobody. */
export const firstUsZone = "Pacific/Guam";

/** @throws RangeError when `date` is not a date of the calendar, e.g. 2027-02-29. */
export function toPlainDate(date: CivilDate): Temporal.PlainDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new RangeError(`Not a date of the form YYYY-MM-DD: ${date}`);
  return Temporal.PlainDate.from(date);
}

/** @throws RangeError when `date` is no date. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return toPlainDate(date).add({ days }).toString();
}

/** The same day of a later month, or that month's last day: 2026-08-31 + 6 is 2027-02-28. */
export function addMonthsClamped(date: CivilDate, months: number): CivilDate {
  return toPlainDate(date).add({ months }, { overflow: "constrain" }).toString();
}

/** Days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return toPlainDate(from).until(toPlainDate(to), { largestUnit: "days" }).days;
}

/**
 * The date on the wall where the customer is.
 *
 * @param zone IANA name; null when unknown.
 * @throws RangeError when the zone does not exist.
 */
export function dateInZone(instant: Date, zone: string | null): CivilDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone ?? lastUsZone)
    .toPlainDate()
    .toString();
}

/**
 * 24:00 of the date where the customer is: the first instant that is no longer part of it, on days of 23 and 25 hours too (CAL-4).
 *
 * @param zone IANA name; null when unknown.
 * @throws RangeError when the zone or the date does not exist.
 */
export function endOfDayInZone(date: CivilDate, zone: string | null): Date {
  const nextDay = toPlainDate(date)
    .add({ days: 1 })
    .toZonedDateTime(zone ?? lastUsZone);
  return new Date(nextDay.epochMilliseconds);
}
