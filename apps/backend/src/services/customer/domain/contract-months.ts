import { addDays, addMonthsClamped, type CivilDate } from "@horizon/calendar";

export interface ContractMonth {
  /** From 1. */
  readonly number: number;
  readonly firstDay: CivilDate;
  readonly lastDay: CivilDate;
  /** Not cut short by the end of the contract. */
  readonly isWhole: boolean;
}

export interface ContractSpan {
  /** First day on which a service could be performed. */
  readonly serviceNotBefore: CivilDate;
  /** Civil date on which the contract ended; null while it runs. */
  readonly endedOn: CivilDate | null;
}

/** Months of service that are over on a day, after those that were closed before. The end of the contract cuts the last one short. */
export function listMonthsOver(
  { serviceNotBefore, endedOn }: ContractSpan,
  { closed, today }: { closed: number; today: CivilDate },
): ContractMonth[] {
  const months: ContractMonth[] = [];
  for (let number = closed + 1; ; number += 1) {
    const firstDay = addMonthsClamped(serviceNotBefore, number - 1);
    const end = addDays(addMonthsClamped(serviceNotBefore, number), -1);
    if (endedOn !== null && endedOn < firstDay) return months;
    const isWhole = endedOn === null || endedOn >= end;
    const lastDay = isWhole ? end : endedOn;
    if (today <= lastDay) return months;
    months.push({ number, firstDay, lastDay, isWhole });
  }
}

/** When a customer was suspended, by civil date; `to` is null while they still are. */
export interface Suspension {
  readonly from: CivilDate;
  readonly to: CivilDate | null;
}

/** Whether a month can count as a month of service: whole, and no day of it suspended. Doubt is a no. */
export function isServedThroughout(month: ContractMonth, suspensions: readonly Suspension[]): boolean {
  return (
    month.isWhole &&
    suspensions.every(({ from, to }) => from > month.lastDay || (to !== null && to < month.firstDay))
  );
}

/** Pairs what happened to a customer, oldest first, into suspensions. */
export function pairSuspensions(
  events: readonly { readonly kind: "suspended" | "resumed"; readonly on: CivilDate }[],
): Suspension[] {
  const pairs: Suspension[] = [];
  for (const { kind, on } of events) {
    const open = pairs.at(-1);
    if (kind === "suspended") pairs.push({ from: on, to: null });
    else if (open?.to === null) pairs[pairs.length - 1] = { from: open.from, to: on };
  }
  return pairs;
}
