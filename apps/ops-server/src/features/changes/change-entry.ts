import type { ChangeEntry } from "@horizon/contracts";
import type { Change } from "@horizon/db";

export function toChangeEntry(change: Change): ChangeEntry {
  return {
    id: change.id,
    at: change.at.toISOString(),
    environment: change.environment,
    cluster: change.cluster,
    namespace: change.namespace,
    kind: change.kind,
    name: change.name,
    uid: change.uid,
    resourceVersion: change.resourceVersion,
    service: change.service,
    type: change.changeType,
    summary: change.summary,
    fields: [...change.fields],
    actor: change.actor,
    reason: change.reason,
    intentId: change.intentId,
  };
}
