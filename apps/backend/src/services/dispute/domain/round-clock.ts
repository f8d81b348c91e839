import { addBusinessDays, addDays, type CivilDate } from "@horizon/calendar";
import type { ClockDate } from "./clock-date.ts";
import type { RoundClockInput } from "./round-clock-input.ts";
import { statutoryPeriod } from "./statutory-period.ts";

export interface RoundClock {
  /** Whether a statute sets a deadline for the recipient. */
  readonly statutory: boolean;
  readonly receivedOn: CivilDate | null;
  /** `receivedOn` is mailing plus five business days, for want of a scan. */
  readonly receivedEstimated: boolean;
  readonly extended: boolean;
  readonly lastDay: CivilDate | null;
  readonly overdueFrom: CivilDate | null;
  readonly noticeBy: CivilDate | null;
  /** From here on it may be said that no answer came (FCRA-8). */
  readonly noResponseFrom: CivilDate | null;
  /** A reminder of our own; no law stands behind it (FCRA-20). */
  readonly followUpOn: CivilDate | null;
  readonly dates: readonly ClockDate[];
}

const mailFloatDays = 5;
const estimatedTransitBusinessDays = 5;

/** Every legal date of a round, each with its rule. Dates are in the customer's zone; weekends do not shift them. */
export function computeRoundClock(input: RoundClockInput): RoundClock {
  const { mailedOn } = input;
  const receivedEstimated = input.receivedOn === null && mailedOn !== null;
  const receivedOn =
    input.receivedOn ?? (mailedOn && addBusinessDays(mailedOn, estimatedTransitBusinessDays, "WIDE"));
  const clock = {
    statutory: isStatutory(input),
    receivedOn,
    receivedEstimated,
    extended: false,
    lastDay: null,
    overdueFrom: null,
    noticeBy: null,
    noResponseFrom: null,
    followUpOn: null,
    dates: [],
  };
  if (receivedOn === null) return clock;
  const received = {
    name: "received_on",
    date: receivedOn,
    rule: "FCRA-1",
    basis: receivedEstimated ? "mailed + 5 business days, estimated" : "delivery scan",
    calendar: receivedEstimated ? "WIDE" : "calendar_days",
  } as const satisfies ClockDate;
  return clock.statutory
    ? statutoryClock(input, { ...clock, receivedOn, dates: [received] })
    : followUpClock(input, { ...clock, receivedOn, dates: [received] });
}

function isStatutory({ kind, recipientKind }: RoundClockInput): boolean {
  if (kind === "statement_of_dispute") return false;
  // A letter that a credit repair organization prepared obliges no furnisher (12 CFR 1022.43(b)(2)).
  return recipientKind === "bureau" || recipientKind === "reseller";
}

type Received = RoundClock & { readonly receivedOn: CivilDate };

function statutoryClock(input: RoundClockInput, clock: Received): RoundClock {
  const { receivedOn } = clock;
  const period = statutoryPeriod(input, receivedOn);
  const overdueFrom = addDays(period.lastDay.date, 1);
  const noticeBy = addBusinessDays(period.lastDay.date, 5, "WIDE");
  // Five business days end later than one day: the notice's date is always the later of the two.
  const noResponseFrom = addDays(noticeBy, mailFloatDays);
  const dates: ClockDate[] = [
    ...clock.dates,
    ...period.before,
    period.lastDay,
    {
      name: "overdue_from",
      date: overdueFrom,
      rule: period.lastDay.rule,
      basis: "the day after the last day",
      calendar: "calendar_days",
    },
    {
      name: "notice_by",
      date: noticeBy,
      rule: "FCRA-8",
      basis: "last day + 5 business days",
      calendar: "WIDE",
    },
    {
      name: "no_response_from",
      date: noResponseFrom,
      rule: "FCRA-8",
      basis: "notice + 5 days in the mail",
      calendar: "calendar_days",
    },
  ];
  return {
    ...clock,
    extended: period.extended,
    lastDay: period.lastDay.date,
    overdueFrom,
    noticeBy,
    noResponseFrom,
    dates,
  };
}

function followUpClock(input: RoundClockInput, clock: Received): RoundClock {
  const followUpOn = addDays(clock.receivedOn, 45);
  const dates: ClockDate[] = [
    ...clock.dates,
    {
      name: "follow_up_on",
      date: followUpOn,
      rule: "FCRA-20",
      basis: "no legal deadline: our own reminder",
      calendar: "calendar_days",
    },
  ];
  if (input.kind === "validation" && input.validationNoticeOn !== null) {
    dates.push({
      name: "validation_window_ends",
      date: addDays(input.validationNoticeOn, 30),
      rule: "FDCPA-1692g",
      basis: "validation notice + 30 days",
      calendar: "calendar_days",
    });
  }
  return { ...clock, followUpOn, dates };
}

/** Where a round that waits stands on a day: `awaiting_notice` is over time, but a late letter may still be on its way. */
export type ClockPhase =
  | "not_started"
  | "in_period"
  | "awaiting_notice"
  | "no_response_assertable"
  | "no_deadline";

export function phaseOn(clock: RoundClock, today: CivilDate): ClockPhase {
  if (clock.receivedOn === null || clock.receivedOn > today) return "not_started";
  if (clock.overdueFrom === null || clock.noResponseFrom === null) return "no_deadline";
  if (today < clock.overdueFrom) return "in_period";
  return today < clock.noResponseFrom ? "awaiting_notice" : "no_response_assertable";
}

/** Where a supplement that arrives on a day stands: whether it buys the agency 15 days (FCRA-2). */
export function supplementEffect(
  input: RoundClockInput,
  receivedOn: CivilDate,
): { readonly extends: boolean; readonly lastDay: CivilDate | null } {
  const before = computeRoundClock(input);
  const after = computeRoundClock({
    ...input,
    supplementsReceivedOn: [...input.supplementsReceivedOn, receivedOn],
  });
  return { extends: after.extended && !before.extended, lastDay: after.lastDay };
}
