import { addBusinessDays, addDays, type CivilDate } from "@horizon/calendar";
import type { ClockDate } from "./clock-date.ts";
import type { RoundClockInput } from "./round-clock-input.ts";

/** The time that a statute gives the recipient, with the dates inside of it. */
export interface StatutoryPeriod {
  readonly before: readonly ClockDate[];
  readonly lastDay: ClockDate;
  readonly extended: boolean;
}

/** Which period runs from receipt: by the kind of letter, by its recipient, and longer where a supplement came in time. */
export function statutoryPeriod(input: RoundClockInput, receivedOn: CivilDate): StatutoryPeriod {
  const last = (
    date: CivilDate,
    rule: string,
    basis: string,
    calendar: ClockDate["calendar"] = "calendar_days",
  ): ClockDate => ({ name: "last_day", date, rule, basis, calendar });
  if (input.kind === "block_605b") {
    const blockBy = addBusinessDays(receivedOn, 4, "WIDE");
    return {
      before: [],
      extended: false,
      lastDay: last(blockBy, "FCRA-16", "received + 4 business days", "WIDE"),
    };
  }
  if (input.kind === "method_of_verification") {
    return {
      before: [],
      extended: false,
      lastDay: last(addDays(receivedOn, 15), "FCRA-9", "received + 15 days"),
    };
  }
  if (input.recipientKind === "reseller") {
    const decideBy = addBusinessDays(receivedOn, 5, "WIDE");
    return {
      before: [
        {
          name: "decide_by",
          date: decideBy,
          rule: "FCRA-12",
          basis: "received + 5 business days",
          calendar: "WIDE",
        },
      ],
      extended: false,
      lastDay: last(addDays(receivedOn, 20), "FCRA-12", "received + 20 days"),
    };
  }
  const before: ClockDate[] = [
    {
      name: "expedited_until",
      date: addBusinessDays(receivedOn, 3, "WIDE"),
      rule: "FCRA-10",
      basis: "received + 3 business days",
      calendar: "WIDE",
    },
    {
      name: "furnisher_notice_by",
      date: addBusinessDays(receivedOn, 5, "WIDE"),
      rule: "FCRA-4",
      basis: "received + 5 business days",
      calendar: "WIDE",
    },
  ];
  if (input.annualFree) {
    // "Not later than 45 days after", and so never 60: there is nothing to extend.
    return {
      before,
      extended: false,
      lastDay: last(addDays(receivedOn, 45), "FCRA-3", "received + 45 days"),
    };
  }
  const base = addDays(receivedOn, 29);
  const found = input.foundInaccurateOn !== null && input.foundInaccurateOn <= base;
  const extended = !found && input.supplementsReceivedOn.some((on) => on >= receivedOn && on <= base);
  return {
    before,
    extended,
    lastDay: extended
      ? last(addDays(receivedOn, 44), "FCRA-2", "45 days beginning on receipt, for a supplement")
      : last(base, "FCRA-1", "30 days beginning on receipt"),
  };
}
