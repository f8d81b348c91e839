import { addBusinessDays, addDays, type CivilDate } from "@horizon/calendar";
import type { RoundClock } from "./round-clock.ts";

const mailFloatDays = 5;

/**
 * The last day on which notice of an expedited deletion can come in (15 U.S.C. 1681i(a)(8)): the agency deletes within three business
 * days of receipt and confirms in writing within five more, and the letter is in the mail for a while. A deletion that is heard of later is
 * an ordinary one. Null where the law knows no expedited deletion.
 */
export function lastExpeditedNotice(
  { dates }: Pick<RoundClock, "dates">,
  source: "phone" | "written",
): CivilDate | null {
  const until = dates.find(({ name }) => name === "expedited_until")?.date;
  if (until === undefined) return null;
  const confirmedBy = confirmationDueOn(until);
  return source === "phone" ? confirmedBy : addDays(confirmedBy, mailFloatDays);
}

/** Until when the agency confirms in writing a deletion of which it told by telephone. */
export function confirmationDueOn(toldOn: CivilDate): CivilDate {
  return addBusinessDays(toldOn, 5, "WIDE");
}
