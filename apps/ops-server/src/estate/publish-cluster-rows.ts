import type { LiveTopic, WorkloadRow } from "@horizon/contracts";
import { type ClusterCache, createStringPool, type RowChange } from "@horizon/k8s";
import { changedFields } from "../live/changed-fields.ts";
import type { LiveRow } from "../live/live-change.ts";
import type { LiveHub } from "../live/live-hub.ts";
import type { Estate } from "./estate.ts";

/** Overviews are asked for anew at most this often, by every open browser. */
const overviewIntervalMs = 1_000;

/**
 * Puts what changes in the clusters on the topics that browsers follow. Returns a function that ends it.
 */
export function publishClusterRows(estate: Estate, hub: LiveHub): () => void {
  // The journal keeps the topic of each change, and most changes are of the same few hundred.
  const topics = createStringPool();
  const share = (topic: LiveTopic) => topics.share(topic) as LiveTopic;
  let overviewTimer: NodeJS.Timeout | undefined;
  function invalidateOverview(): void {
    overviewTimer ??= setTimeout(() => {
      overviewTimer = undefined;
      hub.publish({ topic: "overview", type: "invalidate" });
    }, overviewIntervalMs).unref();
  }
  /** What each environment does not show. */
  const missing = new Map<string, string>();
  /** What pages show beside rows, such as services, is no row: when it may no longer be read, or may again, they ask anew. */
  function invalidateIncomplete({ environments, freshness, rows }: ClusterCache): void {
    for (const { id } of environments) {
      const { state, reason } = freshness(id);
      if (state !== "live" || reason === (missing.get(id) ?? "")) continue;
      missing.set(id, reason);
      for (const row of rows.table("workload").values())
        if (row.environment === id) hub.publish({ topic: share(workloadTopic(row)), type: "invalidate" });
    }
  }
  const end = estate.subscribe(({ cache }) => ({
    onRows(changes) {
      const details = new Set<LiveTopic>();
      let isOverviewTouched = false;
      for (const change of changes) {
        publishRow(hub, change, share);
        for (const detail of detailTopics(change)) details.add(share(detail));
        isOverviewTouched ||= change.kind === "workload" || change.kind === "rollout";
      }
      for (const topic of details) hub.publish({ topic, type: "invalidate" });
      if (isOverviewTouched) invalidateOverview();
    },
    onFreshness() {
      hub.publishFreshness();
      invalidateIncomplete(cache);
    },
  }));
  return () => {
    clearTimeout(overviewTimer);
    end();
  };
}

function publishRow(hub: LiveHub, change: RowChange, share: (topic: LiveTopic) => LiveTopic): void {
  const topic = rowTopic(change);
  const topicBefore = change.previous && rowTopic({ ...change, row: change.previous } as RowChange);
  const isGone = change.op === "remove" || topic === null;
  // A pod that another workload took over leaves the list of the first.
  if (topicBefore !== null && (isGone || topic !== topicBefore))
    hub.publish({ topic: share(topicBefore), type: "remove", key: change.key });
  if (isGone) return;
  const row: LiveRow = { ...change.row };
  // Who follows another topic than before has nothing of the row yet.
  const changed = change.previous && topic === topicBefore ? changedFields(change.previous, row) : null;
  hub.publish({ topic: share(topic), type: "upsert", row, changed });
}

/** Pods are sent to those who look at their workload only. */
function rowTopic({ kind, row }: RowChange): LiveTopic | null {
  switch (kind) {
    case "workload":
      return `workloads:${row.environment}`;
    case "rollout":
      return `rollouts:${row.environment}`;
    case "pod":
      return row.owner === null ? null : `pods:${ownerPath(row, row.owner)}`;
    case "event":
      return null;
  }
}

const workloadTopic = ({ environment, kind, namespace, name }: WorkloadRow): LiveTopic =>
  `workload:${environment}/${kind}/${namespace}/${name}`;

/** Detail pages that show the row among other things. */
function detailTopics({ kind, row }: RowChange): LiveTopic[] {
  switch (kind) {
    case "workload":
      return [workloadTopic(row)];
    case "rollout":
      return [`rollout:${row.environment}/${row.namespace}/${row.name}`];
    case "pod": {
      if (row.owner === null) return [];
      const topics: LiveTopic[] = [`workload:${ownerPath(row, row.owner)}`];
      const [ownerKind, ownerName] = row.owner.split("/");
      if (ownerKind === "Rollout") topics.push(`rollout:${row.environment}/${row.namespace}/${ownerName}`);
      return topics;
    }
    case "event":
      return [];
  }
}

/** `owner` is `Kind/name`. */
function ownerPath(row: { environment: string; namespace: string }, owner: string): string {
  const [kind, name] = owner.split("/");
  return `${row.environment}/${kind}/${row.namespace}/${name}`;
}
