import { isDeepStrictEqual } from "node:util";
import type { ObjectStore } from "../../store/object-store.ts";
import { REVISION_ANNOTATION } from "../model/replica-set-object.ts";
import type { Rollout, RolloutStatus } from "../model/rollout-object.ts";
import { type RolloutContext, recordEvent } from "./rollout-context.ts";

/**
 * Writes the status if it differs, after dropping what Go's `omitempty` would drop.
 * @returns whether something was written.
 */
export function writeRolloutStatus(context: RolloutContext, status: RolloutStatus): boolean {
  const { store, rollout } = context;
  const compact = compactStatus(status);
  if (isDeepStrictEqual(compact, compactStatus(rollout.status ?? {}))) return false;
  const written = store.updateStatus<Rollout>("rollouts.argoproj.io", {
    ...storedRollout(store, rollout),
    status: compact,
  });
  context.rollout = { ...rollout, metadata: written.metadata, status: written.status ?? {} };
  return true;
}

/** Writes annotations of the Rollout, which leave its generation alone. */
export function writeRolloutAnnotations(context: RolloutContext, annotations: Record<string, string>): void {
  const { store, rollout } = context;
  const stored = storedRollout(store, rollout);
  const written = store.update<Rollout>("rollouts.argoproj.io", {
    ...stored,
    metadata: { ...stored.metadata, annotations: { ...stored.metadata.annotations, ...annotations } },
  });
  context.rollout = { ...rollout, metadata: written.metadata };
}

/** Copies the new ReplicaSet's revision to the Rollout. @returns whether it was another one before. */
export function writeRolloutRevision(context: RolloutContext, revision: string): boolean {
  if (context.rollout.metadata.annotations?.[REVISION_ANNOTATION] === revision) return false;
  writeRolloutAnnotations(context, { [REVISION_ANNOTATION]: revision });
  recordEvent(context, "RolloutUpdated", `Rollout updated to revision ${revision}`);
  return true;
}

/** Without the template that a `workloadRef` lends to the object in the context. */
function storedRollout(store: ObjectStore, { metadata }: Rollout): Rollout {
  const stored = store.find<Rollout>("rollouts.argoproj.io", metadata.namespace ?? null, metadata.name);
  if (!stored) throw new Error(`Rollout ${metadata.namespace}/${metadata.name} was deleted meanwhile`);
  return stored;
}

const ALWAYS_PRESENT = ["currentStepIndex", "canary", "blueGreen"];

function compactStatus(status: RolloutStatus): RolloutStatus {
  const entries = Object.entries({ blueGreen: {}, canary: {}, ...status }).filter(
    ([field, value]) =>
      value !== undefined &&
      value !== null &&
      (ALWAYS_PRESENT.includes(field) || (value !== 0 && value !== false && value !== "" && !isEmpty(value))),
  );
  return Object.fromEntries(entries);
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
