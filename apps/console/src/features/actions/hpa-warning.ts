import type { ClusterCommand, GuardResult } from "@horizon/contracts";
import type { ActionChoices } from "./action-draft.ts";

const guardId = "hpa-overrules";

/**
 * What is said beside the number of pods that a person sets by hand where an autoscaler has a say; null where none has.
 *
 * @param checks of this very number; undefined while the server has not looked
 */
export function hpaWarning(
  command: ClusterCommand,
  { hpa }: ActionChoices,
  checks: readonly GuardResult[] | undefined,
): string | null {
  if (!hpa || command.action !== "workload.scale") return null;
  const check = checks?.find(({ id, verdict }) => id === guardId && verdict !== "pass");
  if (check) return check.message;
  return `The autoscaler ${hpa.name} keeps between ${hpa.minReplicas} and ${hpa.maxReplicas} pods and will overrule a number set by hand. To hold more or fewer, change its bounds.`;
}

/** The checks that are left to list: what is said beside the choice is not said again. */
export function checksToList(
  checks: readonly GuardResult[],
  saidBesideChoice: string | null,
): readonly GuardResult[] {
  return saidBesideChoice === null ? checks : checks.filter(({ id }) => id !== guardId);
}
