import type { ActionName, ChangeType } from "@horizon/contracts";
import type { SentIntent } from "@horizon/db";
import type { ChangeDraft } from "@horizon/k8s";

/** How long after an action its effects may still begin. A promote in full runs on for longer than other actions. */
const effectMs = 2 * 60_000;

/** What each action can bring about; anything else at that time was not its doing. */
const effects: Partial<Record<ActionName, readonly ChangeType[]>> = {
  "rollout.promote": ["rollout"],
  "rollout.promoteFull": ["rollout"],
  "rollout.pause": ["rollout"],
  "rollout.resume": ["rollout"],
  "rollout.abort": ["rollout"],
  "rollout.retry": ["rollout"],
  "rollout.skipStep": ["rollout"],
  "workload.restart": ["restart"],
  "workload.rollBack": ["deploy"],
  "workload.setImage": ["deploy"],
  "workload.scale": ["scale"],
  "workload.setScaleBounds": ["scale", "config"],
  "pod.delete": ["pod"],
};

type Cause = Omit<SentIntent, "id" | "actorName" | "reason">;

/** Clocks: a change may be seen before the answer to the request was stored. */
const clockSkewMs = 1_000;

/** When an action was sent that can be the cause of one of the changes. */
export function causeWindow(drafts: readonly Pick<ChangeDraft, "at">[]): { from: Date; to: Date } {
  const timesMs = drafts.map(({ at }) => Date.parse(at));
  return {
    from: new Date(Math.min(...timesMs) - effectMs),
    to: new Date(Math.max(...timesMs) + clockSkewMs),
  };
}

/**
 * The action that caused a change: of the same object, sent shortly before, and able to have this effect. `intents`
 * are those last sent first. The version that the API answered with is proof; without it, the newest that fits is taken,
 * unless it had its effect already.
 */
export function findCause<Candidate extends Cause>(
  draft: ChangeDraft,
  intents: readonly Candidate[],
): Candidate | null {
  const atMs = Date.parse(draft.at);
  const fitting = intents.filter((intent) => fits(intent, draft, atMs));
  const proven = fitting.find(({ response }) => writtenVersion(response) === draft.resourceVersion);
  return (
    proven ??
    fitting.find(({ observedAt }) => observedAt === null || observedAt.getTime() + 5_000 >= atMs) ??
    null
  );
}

function fits(intent: Cause, draft: ChangeDraft, atMs: number): boolean {
  const { environment, namespace, name, action, actedAt, state } = intent;
  if (actedAt === null || state === "failed" || state === "refused") return false;
  const isSameObject =
    environment === draft.environment &&
    namespace === draft.namespace &&
    (name === draft.name || draft.service === name);
  const ageMs = atMs - actedAt.getTime();
  // That a workload came or went changes no field of it, and no action does it.
  if (draft.type === "deploy" && draft.fields.length === 0) return false;
  return (
    isSameObject && ageMs >= -clockSkewMs && ageMs <= effectMs && (effects[action] ?? []).includes(draft.type)
  );
}

function writtenVersion(response: Cause["response"]): unknown {
  return typeof response === "object" && response !== null && "resourceVersion" in response
    ? response.resourceVersion
    : undefined;
}
