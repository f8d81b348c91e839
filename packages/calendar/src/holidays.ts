import { Temporal } from "temporal-polyfill";
import type { CivilDate } from "./civil-date.ts";

export interface Holiday {
  readonly date: CivilDate;
  readonly name: string;
  /** The day itself, or the weekday on which it is kept when it falls on a weekend. */
  readonly kind: "actual" | "observed";
}

type Rule = (year: number) => Temporal.PlainDate;

const monday = 1;
const thursday = 4;
const saturday = 6;
const sunday = 7;

const fixed =
  (month: number, day: number): Rule =>
  (year) =>
    Temporal.PlainDate.from({ year, month, day });

const nth =
  (n: number, dayOfWeek: number, month: number): Rule =>
  (year) => {
    const first = Temporal.PlainDate.from({ year, month, day: 1 });
    return first.add({ days: ((dayOfWeek - first.dayOfWeek + 7) % 7) + (n - 1) * 7 });
  };

const last =
  (dayOfWeek: number, month: number): Rule =>
  (year) => {
    const end = Temporal.PlainDate.from({ year, month, day: 1 }).add({ months: 1 }).subtract({ days: 1 });
    return end.subtract({ days: (end.dayOfWeek - dayOfWeek + 7) % 7 });
  };

/** 5 U.S.C. 6103(a) (CAL-2). Inauguration Day is kept in the District of Columbia alone and does not count. */
const rules: readonly { name: string; on: Rule; since?: number }[] = [
  { name: "New Year", on: fixed(1, 1) },
  { name: "MLK", on: nth(3, monday, 1), since: 1986 },
  { name: "Washington", on: nth(3, monday, 2) },
  { name: "Memorial", on: last(monday, 5) },
  { name: "Juneteenth", on: fixed(6, 19), since: 2021 },
  { name: "Independence", on: fixed(7, 4) },
  { name: "Labor", on: nth(1, monday, 9) },
  { name: "Columbus", on: nth(2, monday, 10) },
  { name: "Veterans", on: fixed(11, 11) },
  { name: "Thanksgiving", on: nth(4, thursday, 11) },
  { name: "Christmas", on: fixed(12, 25) },
];

const holidaysByYear = new Map<number, readonly Holiday[]>();

/** The federal holidays and their observed days that fall in a year, by date. 2027-12-31 is New Year 2028, observed. */
export function listHolidays(year: number): readonly Holiday[] {
  const known = holidaysByYear.get(year);
  if (known) return known;
  const holidays = [year, year + 1]
    .flatMap((of) =>
      rules.filter(({ since = 0 }) => of >= since).flatMap(({ name, on }) => daysOf(name, on(of))),
    )
    .filter(({ date }) => date.startsWith(`${year}-`))
    .sort((a, b) => a.date.localeCompare(b.date));
  holidaysByYear.set(year, holidays);
  return holidays;
}

function daysOf(name: string, date: Temporal.PlainDate): Holiday[] {
  const actual: Holiday = { date: date.toString(), name, kind: "actual" };
  const shift = date.dayOfWeek === saturday ? -1 : date.dayOfWeek === sunday ? 1 : 0;
  return shift === 0
    ? [actual]
    : [actual, { date: date.add({ days: shift }).toString(), name, kind: "observed" }];
}
