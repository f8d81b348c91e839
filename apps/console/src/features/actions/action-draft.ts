import type { ClusterCommand, HpaInfo, RevisionInfo } from "@horizon/contracts";

/** What a person may choose in the dialog before confirming; what is absent is not asked. */
export interface ActionChoices {
  readonly revisions?: readonly RevisionInfo[];
  readonly containers?: readonly { readonly name: string; readonly image: string }[];
  readonly hpa?: HpaInfo | null;
  /** The number of pods that it should have now. */
  readonly desired?: number;
}

export interface DraftProblem {
  readonly field: "revision" | "image" | "replicas" | "minReplicas" | "maxReplicas";
  readonly message: string;
  /** It is as it is now: nothing would be done. No fault of the person's, who has not chosen yet. */
  readonly unchanged?: boolean;
}

const maxReplicas = 1000;

function wholeNumberProblem(value: number, low: number): string | null {
  const ok = Number.isInteger(value) && value >= low && value <= maxReplicas;
  return ok ? null : `Enter a whole number from ${low} to ${maxReplicas}.`;
}

function boundsProblem(min: number, max: number): DraftProblem | null {
  const badMin = wholeNumberProblem(min, 1);
  if (badMin) return { field: "minReplicas", message: badMin };
  const badMax = wholeNumberProblem(max, 1);
  if (badMax) return { field: "maxReplicas", message: badMax };
  return min > max ? { field: "maxReplicas", message: "The maximum must not be under the minimum." } : null;
}

function unchanged(field: DraftProblem["field"], message: string): DraftProblem {
  return { field, message, unchanged: true };
}

function sameBounds(
  { minReplicas, maxReplicas }: Pick<HpaInfo, "minReplicas" | "maxReplicas">,
  hpa: HpaInfo | null | undefined,
): DraftProblem | null {
  return hpa?.minReplicas === minReplicas && hpa.maxReplicas === maxReplicas
    ? unchanged("minReplicas", "These are the bounds that it has now.")
    : null;
}

/** What must be put right before the command can be previewed; null when it can. The server checks the rest. */
export function draftProblem(command: ClusterCommand, choices: ActionChoices): DraftProblem | null {
  switch (command.action) {
    case "workload.scale": {
      const message = wholeNumberProblem(command.replicas, 0);
      if (message) return { field: "replicas", message };
      return command.replicas === choices.desired
        ? unchanged("replicas", "This is the number of pods that it should have already.")
        : null;
    }
    case "workload.setScaleBounds":
      return boundsProblem(command.minReplicas, command.maxReplicas) ?? sameBounds(command, choices.hpa);
    case "workload.setImage": {
      const current = choices.containers?.find((container) => container.name === command.container);
      if (command.image.trim() === "") return { field: "image", message: "Enter an image." };
      return current?.image === command.image ? unchanged("image", "This is the image that runs now.") : null;
    }
    default:
      return null;
  }
}

/** The revisions one can go back to, newest first: all but the one that is wanted now. */
export function rollBackRevisions(revisions: readonly RevisionInfo[]): readonly RevisionInfo[] {
  const newest = Math.max(...revisions.map((revision) => revision.revision));
  return revisions
    .filter((revision) => revision.revision !== newest)
    .toSorted((left, right) => right.revision - left.revision);
}
