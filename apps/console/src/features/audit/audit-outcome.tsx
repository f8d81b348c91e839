import type { HealthState } from "@horizon/contracts";
import { StatusIcon } from "@/components/ui/status-badge";
import { outcomeText } from "./outcome-text";

/** By how the word begins, as an outcome may say more: `refused by a check`. Any other is on its way. */
const states: readonly (readonly [RegExp, HealthState])[] = [
  [/^(observed|approved|admitted|ended)/, "Healthy"],
  [/^failed/, "Failed"],
  [/^(denied|refused|rejected|expired|not)/, "Degraded"],
];

/** What became of an action: what went wrong is seen first. */
export function AuditOutcome({ outcome }: { outcome: string }) {
  const [, state = "Progressing"] = states.find(([begins]) => begins.test(outcome)) ?? [];
  return (
    <span className="inline-flex items-center gap-1.5 align-middle">
      <StatusIcon state={state} />
      {outcomeText(outcome)}
    </span>
  );
}
