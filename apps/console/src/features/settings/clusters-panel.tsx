"use client";
import type { ClusterStatus, FreshnessState, HealthState } from "@horizon/contracts";
import { useQuery } from "@tanstack/react-query";
import { Badge } from "@/components/ui/badge";
import { formatNumber } from "@/components/ui/format-number";
import { Panel } from "@/components/ui/page-header";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { StatusBadge } from "@/components/ui/status-badge";
import { Time } from "@/components/ui/time";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";

/** How often a page that shows counters asks again. */
const refreshMs = 5000;

const stateOf = {
  live: "Healthy",
  connecting: "Progressing",
  stale: "Degraded",
  unreachable: "Failed",
  unauthorized: "Failed",
  misconfigured: "Failed",
} as const satisfies Record<FreshnessState, HealthState>;

/** What Horizon watches, whether it can, and what is wrong in its configuration. */
export function ClustersPanel() {
  const trpc = useTRPC();
  const clusters = useQuery(trpc.clusters.list.queryOptions(undefined, { refetchInterval: refreshMs }));
  const problems = useQuery(trpc.clusters.problems.queryOptions());
  return (
    <Panel title="Clusters">
      <ConfigProblems problems={problems.data ?? []} />
      {clusters.isPending ? <PanelState kind="loading" waitingFor="the clusters" rows={3} /> : null}
      {clusters.isError && !clusters.data ? (
        <ErrorState error={errorOf(clusters.error)} onRetry={() => void clusters.refetch()} />
      ) : null}
      {clusters.data?.length === 0 ? (
        <PanelState
          kind="empty"
          title="No clusters"
          detail="Horizon’s configuration file names the clusters and the environments in them."
        />
      ) : null}
      <ul className="flex flex-col gap-3">
        {(clusters.data ?? []).map((cluster) => (
          <Cluster key={cluster.name} cluster={cluster} />
        ))}
      </ul>
    </Panel>
  );
}

function ConfigProblems({ problems }: { problems: readonly { message: string }[] }) {
  if (problems.length === 0) return null;
  return (
    <div role="status" className="mb-3 rounded-md bg-failed-tint px-3 py-2">
      <p className="font-medium">The configuration file has problems. What is right in it is used.</p>
      <ul className="mt-1 list-disc pl-5">
        {problems.map(({ message }) => (
          <li key={message} className="break-words">
            {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** ops-server is given no right to these, and needs none. */
const leftOut: ReadonlySet<string> = new Set(["Secret"]);

function Cluster({ cluster }: { cluster: ClusterStatus }) {
  const { stats } = cluster;
  const unread = cluster.unavailableKinds;
  const troubles = [
    ...cluster.problems,
    ...unread
      .filter(({ kind }) => !leftOut.has(kind))
      .map(({ kind, reason }) => `${kind} cannot be watched: ${reason}`),
  ];
  return (
    <li className="rounded-lg border border-line bg-surface p-3">
      <div className="flex flex-wrap items-center gap-2">
        <StatusBadge state={stateOf[cluster.freshness.state]} />
        <h3 className="font-semibold">{cluster.name}</h3>
        <span className="text-ink-soft text-xs">
          {cluster.region}
          {cluster.serverVersion ? ` · Kubernetes ${cluster.serverVersion}` : ""}
        </span>
        {cluster.environments.map((environment) => (
          <Badge key={environment}>{environment}</Badge>
        ))}
        <span className="ml-auto text-ink-soft text-xs">
          as of <Time at={cluster.freshness.asOf} />
        </span>
      </div>
      {cluster.freshness.reason ? <p className="mt-1">{cluster.freshness.reason}</p> : null}
      {troubles.length > 0 ? (
        <ul className="mt-1 list-disc pl-5 text-ink-soft text-xs wrap-anywhere">
          {troubles.map((trouble) => (
            <li key={trouble}>{trouble}</li>
          ))}
        </ul>
      ) : null}
      {unread.some(({ kind }) => leftOut.has(kind)) ? (
        <p className="mt-1 text-ink-soft text-xs">
          Secrets are not read, by design: Horizon may not see them, and changes of them are not in the change
          feed.
        </p>
      ) : null}
      <p className="mt-1 text-ink-soft text-xs">
        {formatNumber(stats.objects)} objects in {formatNumber(stats.watches)} watches,{" "}
        {formatNumber(stats.events)} events, {formatNumber(stats.relists)} lists made again; last event{" "}
        <Time at={stats.lastEventAt} />
      </p>
    </li>
  );
}
