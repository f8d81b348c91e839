import type { ActionPreview, GuardResult } from "@horizon/contracts";

/** The very results that a person read and overrode: those of the next preview are others, whatever they are called. */
export type Overrides = ReadonlySet<GuardResult>;

/** Guards whose `fail` a person may override, one tick each; a warning is acknowledged by confirming beneath it. */
function overridableGuards(preview: ActionPreview): readonly GuardResult[] {
  return preview.guards.filter((guard) => guard.verdict === "fail" && !guard.final);
}

export function acknowledgedGuardIds(preview: ActionPreview, ticked: Overrides): readonly string[] {
  return preview.guards
    .filter((guard) => guard.verdict === "warn" || (guard.verdict === "fail" && ticked.has(guard)))
    .map((guard) => guard.id);
}

/** Why the confirm button is off, or null. A missing reason is no such thing: it is said at its field. */
export function confirmBlocker(preview: ActionPreview, ticked: Overrides): string | null {
  if (!preview.permitted) return "Your role may not do this here.";
  if (!preview.available) return preview.unavailableReason;
  const final = preview.guards.find((guard) => guard.verdict === "fail" && guard.final);
  if (final) return final.message;
  const open = overridableGuards(preview).filter((guard) => !ticked.has(guard));
  return open.length > 0 ? "Tick each failed check that you override." : null;
}

/** The contracts' `maxReasonLength`, without their validator in the browser's script. */
const maxReasonLength = 500;

/** What is wrong with the reason, or null. */
export function reasonProblem(reason: string, required: boolean): string | null {
  const { length } = reason.trim();
  if (required && length === 0) return "Give a reason: it is kept with the change and shown to others.";
  return length > maxReasonLength ? `At most ${maxReasonLength} characters; this has ${length}.` : null;
}
