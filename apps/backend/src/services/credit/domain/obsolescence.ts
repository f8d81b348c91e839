import { addDays, addMonthsClamped, type CivilDate } from "@horizon/calendar";
import type { ReportedPublicRecord } from "./report/credit-report.ts";

/** FCRA-14 keeps two dates, of which only the first may be claimed in a letter (CROA-9). */
export interface Obsolescence {
  readonly statutoryObsoleteOn: CivilDate;
  /** When bureaus usually drop it. */
  readonly bureauPracticeOn: CivilDate;
}

const after = (from: CivilDate, years: number) => addMonthsClamped(from, years * 12);

/** Collections and charge-offs: seven years from the end of the 180 days that begin with the delinquency. */
export function obsolescenceOfDelinquency(dofdOn: CivilDate): Obsolescence {
  return { statutoryObsoleteOn: after(addDays(dofdOn, 180), 7), bureauPracticeOn: after(dofdOn, 7) };
}

/** FCRA-13. Null while the date that starts the period is not known; an unpaid lien has none. */
export function obsolescenceOfRecord(
  record: Pick<ReportedPublicRecord, "kind" | "chapter" | "filedOn" | "paidOn">,
): Obsolescence | null {
  const { kind, chapter, filedOn, paidOn } = record;
  switch (kind) {
    case "bankruptcy":
      return filedOn === null
        ? null
        : {
            statutoryObsoleteOn: after(filedOn, 10),
            bureauPracticeOn: after(filedOn, chapter === "13" ? 7 : 10),
          };
    case "judgment":
      return sevenYears(filedOn);
    case "tax_lien":
      return sevenYears(paidOn);
    case "other":
      return null;
  }
}

function sevenYears(from: CivilDate | null): Obsolescence | null {
  return from === null ? null : { statutoryObsoleteOn: after(from, 7), bureauPracticeOn: after(from, 7) };
}
