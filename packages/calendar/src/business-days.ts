import { addDays, type CivilDate, toPlainDate } from "./civil-date.ts";
import { listHolidays } from "./holidays.ts";

/**
 * No statute defines the business day, so there are two (CAL-1). `WIDE` leaves out Saturdays, Sundays, holidays and their
 * observed days: the latest deadline, for rights of the consumer and duties of others. `NARROW` leaves out Sundays and the holidays
 * themselves: the earliest deadline, for duties of the company.
 */
export type BusinessCalendar = "WIDE" | "NARROW";

const saturday = 6;
const sunday = 7;

export function isBusinessDay(date: CivilDate, calendar: BusinessCalendar): boolean {
  const { dayOfWeek, year } = toPlainDate(date);
  if (dayOfWeek === sunday || (calendar === "WIDE" && dayOfWeek === saturday)) return false;
  return !listHolidays(year).some(
    (holiday) => holiday.date === date && (calendar === "WIDE" || holiday.kind === "actual"),
  );
}

/**
 * The n-th business day after `date`; counting starts on the day after, whatever day `date` is.
 *
 * @param n a whole number from 1.
 * @throws RangeError when `date` is no date or `n` is no such number.
 */
export function addBusinessDays(date: CivilDate, n: number, calendar: BusinessCalendar): CivilDate {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`Not a number of business days: ${n}`);
  let day = date;
  for (let left = n; left > 0; ) {
    day = addDays(day, 1);
    if (isBusinessDay(day, calendar)) left -= 1;
  }
  return day;
}
