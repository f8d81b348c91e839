import type { EventRow, WorkloadRef } from "@horizon/contracts";
import { type KubeEvent, listKubeEvents } from "@horizon/db";
import { isAppError } from "@horizon/errors";
import { getCachedWorkload } from "../../estate/find-workload.ts";
import type { OpsContext } from "../../ops-context.ts";
import { isEventOfWorkload } from "./is-event-of-workload.ts";

const maxEvents = 300;
const maxArchived = 2_000;
/** Clusters keep events for an hour; within twice that, the archive is asked for those of this workload alone. */
const recentMs = 2 * 60 * 60_000;

/**
 * Events of the workload, its ReplicaSets and its pods, newest first: the newest that are in memory, and from the
 * archive those of the last hours, whatever else happened in the namespace, and the namespace's newest before. Names of ReplicaSets and pods begin with the workload's and a dash.
 */
export async function listWorkloadEvents(ops: OpsContext, ref: WorkloadRef): Promise<EventRow[]> {
  const { cluster, workload: cached } = getCachedWorkload(ops.estate, ref);
  const { environment, namespace, name } = ref;
  const autoscaler = cluster.cache.index.findHpa(cached)?.metadata.name;
  const workload = { kind: ref.kind, name, autoscaler };
  const belongs = (event: { kind: string; name: string; namespace: string }) =>
    event.namespace === namespace && isEventOfWorkload(event, workload);
  const archive = { cluster: cluster.name, environment, namespace, limit: maxArchived };
  const archived = await Promise.all([
    listKubeEvents(ops.db, archive),
    listKubeEvents(ops.db, {
      ...archive,
      workload,
      from: new Date(ops.now().getTime() - recentMs),
    }),
  ]).catch((error: unknown) => {
    if (isAppError(error, "UNAVAILABLE")) return [];
    throw error;
  });
  const events = new Map(
    archived
      .flat()
      .map(toEventRow)
      .filter(belongs)
      .map((event) => [event.key, event]),
  );
  for (const event of cluster.cache.listEvents()) {
    if (event.environment === environment && belongs(event)) events.set(event.key, event);
  }
  return [...events.values()].sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1)).slice(0, maxEvents);
}

function toEventRow({ uid, involvedKind, involvedName, firstAt, lastAt, ...event }: KubeEvent): EventRow {
  const { environment, namespace, type, reason, message, count } = event;
  return {
    key: uid,
    environment,
    namespace,
    kind: involvedKind,
    name: involvedName,
    type,
    reason,
    message,
    count,
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
  };
}
