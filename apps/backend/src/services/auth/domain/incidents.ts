import { addDays, type CivilDate } from "@horizon/calendar";
import { defineMachine } from "../../../platform/state-machine.ts";

/** From how many consumers on the Federal Trade Commission must be told (16 CFR 314.4(j)). */
const reportFrom = 500;
const reportWithinDays = 30;

export const incidentMachine = defineMachine("incident", { open: ["closed"], closed: [] });

export interface IncidentFacts {
  /** Civil date on which the company first knew of it. */
  readonly discoveredOn: CivilDate;
  readonly affectedCustomers: number;
  /** Null while nobody knows: doubt counts as no. */
  readonly wasEncrypted: boolean | null;
  /** Null while nobody knows: doubt counts as yes. */
  readonly keyWasAccessed: boolean | null;
  readonly reportedOn: CivilDate | null;
}

export interface IncidentAssessment {
  /** Whether the information counts as unencrypted: it was, or its key was accessed too. */
  readonly isUnencrypted: boolean;
  /** Last day on which the Commission can be told; null when it need not be. */
  readonly ftcDueOn: CivilDate | null;
  readonly report: "not_required" | "due" | "overdue" | "made";
}

/** GLB-8: what an incident asks of the company on a day. */
export function assessIncident(facts: IncidentFacts, today: CivilDate): IncidentAssessment {
  const isUnencrypted = facts.wasEncrypted !== true || facts.keyWasAccessed !== false;
  if (!isUnencrypted || facts.affectedCustomers < reportFrom) {
    const report = facts.reportedOn === null ? "not_required" : "made";
    return { isUnencrypted, ftcDueOn: null, report };
  }
  const ftcDueOn = addDays(facts.discoveredOn, reportWithinDays);
  if (facts.reportedOn !== null) return { isUnencrypted, ftcDueOn, report: "made" };
  return { isUnencrypted, ftcDueOn, report: today > ftcDueOn ? "overdue" : "due" };
}

const remindDaysBefore = [21, 14, 7, 3, 1, 0] as const;

/** How many reminders are due by a day: one at each of the days before, and one a day once it is too late. Grows, so none goes out twice. */
export function countRemindersDue(ftcDueOn: CivilDate, today: CivilDate): number {
  const before = remindDaysBefore.filter((days) => today >= addDays(ftcDueOn, -days)).length;
  let late = 0;
  while (addDays(ftcDueOn, late + 1) <= today && late < 365) late += 1;
  return before + late;
}
