"use client";
import type { PodRow, WorkloadRef } from "@horizon/contracts";
import Link from "next/link";
import { type Column, columnOf } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { useTableParams } from "@/components/table/use-table-params";
import { buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { compareWorstFirst } from "@/components/ui/health-order";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { useNow } from "@/components/ui/now";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { Time } from "@/components/ui/time";
import { ActionButton } from "@/features/actions";
import { StatusCell } from "@/features/workload-status";
import { useLiveRows, useRowsValue } from "@/live";
import { useTRPC } from "@/trpc/client";
import { comparePods, podReason, podsSentence } from "./pod-order.ts";
import { compareText } from "./workload-order.ts";

function PodStatusCell({ pod }: { pod: Pick<PodRow, "status" | "health" | "deletionDueAt"> }) {
  const now = useNow();
  return <StatusCell state={pod.health.state} reason={podReason(pod, now)} />;
}

const columns: readonly Column<PodRow>[] = [
  {
    id: "health",
    header: "Status",
    width: "minmax(12.25rem, 1fr)",
    required: true,
    compare: (left, right) => compareWorstFirst(left.health.state, right.health.state),
    cell: (pod) => <PodStatusCell pod={pod} />,
  },
  {
    id: "name",
    header: "Pod",
    onCard: "title",
    width: "minmax(0, 1.9fr)",
    required: true,
    compare: (left, right) => compareText(left.name, right.name),
    cell: (pod) => <MiddleTruncate text={pod.name} className="font-mono text-xs" />,
  },
  {
    id: "ready",
    header: "Ready",
    width: "3.5rem",
    compare: (left, right) => left.ready - right.ready,
    cell: (pod) => `${pod.ready} of ${pod.containers}`,
  },
  {
    id: "restarts",
    header: "Restarts",
    width: "4.25rem",
    align: "right",
    compare: (left, right) => left.restarts - right.restarts,
    cell: (pod) => pod.restarts,
  },
  {
    id: "node",
    header: "Node",
    width: "7.5rem",
    compare: (left, right) => compareText(left.node ?? "", right.node ?? ""),
    cell: ({ node }) => <NodeName node={node} />,
  },
  {
    id: "revision",
    header: "Revision",
    width: "4.25rem",
    align: "right",
    compare: (left, right) => (left.revision ?? 0) - (right.revision ?? 0),
    cell: (pod) => pod.revision ?? "–",
  },
  {
    id: "resources",
    header: "Requests",
    width: "7.25rem",
    align: "right",
    compare: ({ requests: left }, { requests: right }) =>
      left.cpuMillis - right.cpuMillis || left.memoryMib - right.memoryMib,
    cell: (pod) => `${pod.requests.cpuMillis} m, ${pod.requests.memoryMib} MiB`,
  },
  {
    id: "age",
    header: "Created",
    width: "5rem",
    align: "right",
    compare: (left, right) => compareText(right.createdAt, left.createdAt),
    cell: (pod) => <Time at={pod.createdAt} />,
  },
];

/** Nodes of one cluster share a domain: the first part tells them apart. */
function NodeName({ node }: { node: string | null }) {
  if (node === null) return <span className="text-ink-soft">not scheduled</span>;
  return (
    <span data-tip={node} className="font-mono text-xs">
      {node.split(".", 1)[0]}
    </span>
  );
}

const rowActions = columnOf<PodRow>()({
  id: "actions",
  header: "Actions",
  width: "11.5rem",
  uses: ["environment", "namespace", "name"],
  cell: ({ environment, namespace, name }) => (
    <span className="flex items-center justify-end gap-1">
      <CopyButton value={name} what={`the name ${name}`} />
      <Link
        href={`?tab=logs&pod=${encodeURIComponent(name)}`}
        prefetch={false}
        aria-description={name}
        className={buttonClass({ size: "small" })}
      >
        Logs
      </Link>
      <ActionButton
        size="small"
        about={name}
        command={{ action: "pod.delete", target: { environment, kind: "Pod", namespace, name } }}
      />
    </span>
  ),
});

const sentenceUses = ["ready", "containers", "health", "restarts"] as const;
const sentenceOf = (rows: ReadonlyMap<string, Pick<PodRow, (typeof sentenceUses)[number]>>) =>
  podsSentence([...rows.values()]);

/** The pods of a workload, live, problems first. */
export function PodsTab({ target }: { target: WorkloadRef }) {
  const trpc = useTRPC();
  const { environment, kind, namespace, name } = target;
  const list = useLiveRows(
    `pods:${environment}/${kind}/${namespace}/${name}`,
    trpc.deployments.pods.queryOptions(target),
  );
  const table = useTableParams(columns);
  const sentence = useRowsValue(list.store, sentenceUses, sentenceOf);
  if (list.status === "loading") return <PanelState kind="loading" waitingFor="the pods" />;
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <>
      <p className="mb-2 text-ink-soft">{sentence}</p>
      <DataTable
        label="Pods"
        store={list.store}
        columns={columns}
        params={table}
        defaultCompare={comparePods}
        rowActions={rowActions}
        empty={
          <PanelState
            kind="empty"
            title="No pods"
            detail="The workload is scaled to zero, or its pods are still to be created."
          />
        }
      />
    </>
  );
}
