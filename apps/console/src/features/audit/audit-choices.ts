import type { AuditAction, AuditOutcome } from "@horizon/contracts";
import type { SelectOption } from "@/components/ui/select";
import { outcomeText } from "./outcome-text";

/** In the order in which they are offered. Records, so that the compiler misses none. */
const actions: Record<AuditAction, true> = {
  "rollout.promote": true,
  "rollout.promoteFull": true,
  "rollout.pause": true,
  "rollout.resume": true,
  "rollout.abort": true,
  "rollout.retry": true,
  "rollout.skipStep": true,
  "workload.restart": true,
  "workload.rollBack": true,
  "workload.setImage": true,
  "workload.scale": true,
  "workload.setScaleBounds": true,
  "pod.delete": true,
  "approval.approved": true,
  "approval.rejected": true,
  "access.denied": true,
  "member.create": true,
  "member.setRole": true,
  "member.setActive": true,
  "member.resetSignIn": true,
  "freezeWindow.create": true,
  "freezeWindow.update": true,
  "freezeWindow.cancel": true,
  "session.signIn": true,
  "session.signOut": true,
  "session.signOutEverywhere": true,
};
const outcomes: Record<AuditOutcome, true> = {
  accepted: true,
  observed: true,
  failed: true,
  refused: true,
  denied: true,
  "approval requested": true,
  approved: true,
  rejected: true,
  expired: true,
  not_picked_up: true,
  admitted: true,
  ended: true,
};

/** Actions under the names that the table shows. */
export function actionChoices(chosen: string): SelectOption[] {
  return choices("Every action", Object.keys(actions), chosen, (value) => value);
}

export function outcomeChoices(chosen: string): SelectOption[] {
  return choices("Every outcome", Object.keys(outcomes), chosen, outcomeText);
}

/** With `chosen` among them whatever it is: a link may name what is no longer used, and what filters must be seen. */
function choices(
  every: string,
  known: readonly string[],
  chosen: string,
  labelOf: (value: string) => string,
): SelectOption[] {
  const values = chosen === "" || known.includes(chosen) ? known : [...known, chosen];
  return [{ value: "", label: every }, ...values.map((value) => ({ value, label: labelOf(value) }))];
}
