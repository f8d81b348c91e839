import type { ActionPreview, GuardResult } from "@horizon/contracts";

/** Guards whose `fail` a person may override, one tick each; a warning is acknowledged by confirming beneath it. */
export function overridableGuards(preview: ActionPreview): readonly GuardResult[] {
  return preview.guards.filter((guard) => guard.verdict === "fail" && !guard.final);
}

export function acknowledgedGuardIds(preview: ActionPreview, ticked: ReadonlySet<string>): readonly string[] {
  return preview.guards
    .filter((guard) => guard.verdict === "warn" || (guard.verdict === "fail" && ticked.has(guard.id)))
    .map((guard) => guard.id);
}

/** Why the confirm button is off, or null. */
export function confirmBlocker(
  preview: ActionPreview,
  reason: string,
  ticked: ReadonlySet<string>,
): string | null {
  if (!preview.permitted) return "Your role may not do this here.";
  if (!preview.available) return preview.unavailableReason;
  const final = preview.guards.find((guard) => guard.verdict === "fail" && guard.final);
  if (final) return final.message;
  const open = overridableGuards(preview).filter((guard) => !ticked.has(guard.id));
  if (open.length > 0) return "Tick each failed check that you override.";
  return preview.reasonRequired && reason.trim() === "" ? "Give a reason." : null;
}
