export { addBusinessDays, type BusinessCalendar, isBusinessDay } from "./business-days.ts";
export {
  addDays,
  addMonthsClamped,
  type CivilDate,
  dateInZone,
  daysBetween,
  endOfDayInZone,
  firstUsZone,
  lastUsZone,
} from "./civil-date.ts";
export { type Holiday, listHolidays } from "./holidays.ts";
