import { addDays, addMonthsClamped, type CivilDate } from "@horizon/calendar";

interface Safeguard {
  readonly rule: string;
  readonly source: string;
  readonly everyMonths: number;
}

/** What the company has to do again and again, by the Safeguards Rule; software can keep the record and say when it is due. */
export const safeguards = {
  access_review: { rule: "GLB-3", source: "16 CFR 314.4(c)(1)", everyMonths: 3 },
  risk_assessment: { rule: "GLB-6", source: "16 CFR 314.4(b)", everyMonths: 12 },
  change_review: { rule: "GLB-6", source: "16 CFR 314.4(c)(4), (7)", everyMonths: 12 },
  penetration_test: { rule: "GLB-7", source: "16 CFR 314.4(d)(2)(i)", everyMonths: 12 },
  vulnerability_scan: { rule: "GLB-7", source: "16 CFR 314.4(d)(2)(ii)", everyMonths: 6 },
  incident_plan_test: { rule: "GLB-8", source: "16 CFR 314.4(h)", everyMonths: 12 },
  qualified_individual: { rule: "GLB-9", source: "16 CFR 314.4(a)", everyMonths: 12 },
  board_report: { rule: "GLB-9", source: "16 CFR 314.4(i)", everyMonths: 12 },
} as const satisfies Readonly<Record<string, Safeguard>>;
export type SafeguardDuty = keyof typeof safeguards;
export const safeguardDuties = Object.keys(safeguards) as SafeguardDuty[];

export type SafeguardState = "never_done" | "done" | "due_soon" | "overdue";
const soonDays = 30;

/** Where a duty stands on a day. `dueOn` is the last day on which doing it again is in time; null when it was never done. */
export function assessSafeguard(
  duty: SafeguardDuty,
  lastDoneOn: CivilDate | null,
  today: CivilDate,
): { readonly state: SafeguardState; readonly dueOn: CivilDate | null } {
  if (lastDoneOn === null) return { state: "never_done", dueOn: null };
  const dueOn = addMonthsClamped(lastDoneOn, safeguards[duty].everyMonths);
  if (today > dueOn) return { state: "overdue", dueOn };
  return { state: today >= addDays(dueOn, -soonDays) ? "due_soon" : "done", dueOn };
}
