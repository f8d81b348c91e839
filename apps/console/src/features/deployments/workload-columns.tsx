"use client";
import type { WorkloadRow } from "@horizon/contracts";
import Link from "next/link";
import type { Column } from "@/components/table/column";
import { buttonClass } from "@/components/ui/button";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { Time } from "@/components/ui/time";
import { ActionButton } from "@/features/actions";
import { StatusCell } from "@/features/workload-status";
import { hpaLimitText, hpaMetricsText, hpaReplicasText } from "./hpa-text.ts";
import { workloadComparisons as by } from "./workload-order.ts";

/** The page of a workload. */
export function workloadHref(row: Pick<WorkloadRow, "environment" | "kind" | "namespace" | "name">): string {
  return `/${row.environment}/deployments/${row.kind}/${row.namespace}/${row.name}`;
}

function HpaCell({ row }: { row: WorkloadRow }) {
  if (!row.hpa) return <span className="text-ink-soft">none</span>;
  const limit = hpaLimitText(row.hpa);
  return (
    <span data-tip={[hpaMetricsText(row.hpa), limit].filter(Boolean).join("; ")}>
      {hpaReplicasText(row.hpa)}
      <span className="text-ink-soft text-xs"> {limit ?? hpaMetricsText(row.hpa)}</span>
    </span>
  );
}

function RowActions({ row }: { row: WorkloadRow }) {
  const { environment, kind, namespace, name } = row;
  return (
    <span className="flex justify-end gap-1 transition-opacity duration-120 focus-within:opacity-100 group-hover:opacity-100 group-focus:opacity-100 md:pointer-fine:opacity-0">
      <Link
        href={`${workloadHref(row)}?tab=logs`}
        prefetch={false}
        aria-description={name}
        className={buttonClass({ size: "small", variant: "ghost" })}
      >
        Logs
      </Link>
      <ActionButton
        size="small"
        variant="ghost"
        about={name}
        command={{ action: "workload.restart", target: { environment, kind, namespace, name } }}
      />
    </span>
  );
}

/** The columns of the list, the state first. */
export const workloadColumns: readonly Column<WorkloadRow>[] = [
  {
    id: "health",
    header: "Status",
    width: "minmax(0, 1.6fr)",
    required: true,
    compare: by.health,
    cell: (row) => <StatusCell {...row.health} />,
  },
  {
    id: "name",
    header: "Name",
    width: "minmax(0, 1.5fr)",
    required: true,
    compare: by.name,
    cell: (row) => (
      <Link href={workloadHref(row)} prefetch={false} className="font-medium hover:underline">
        <MiddleTruncate text={row.name} />
      </Link>
    ),
  },
  { id: "kind", header: "Kind", width: "minmax(0, 0.8fr)", compare: by.kind, cell: (row) => row.kind },
  {
    id: "namespace",
    header: "Namespace",
    initiallyHidden: true,
    compare: by.namespace,
    cell: (row) => <MiddleTruncate text={row.namespace} />,
  },
  {
    id: "version",
    header: "Version",
    width: "minmax(0, 0.7fr)",
    compare: by.version,
    cell: (row) => (
      <span data-tip={row.images.map(({ image }) => image).join("\n")} className="font-mono text-xs">
        {row.version}
      </span>
    ),
  },
  {
    id: "ready",
    header: "Ready",
    width: "4rem",
    align: "right",
    compare: by.ready,
    cell: (row) => `${row.ready} of ${row.desired}`,
  },
  { id: "updated", header: "Updated", width: "4rem", align: "right", cell: (row) => row.updated },
  {
    id: "hpa",
    header: "Autoscaler",
    width: "minmax(0, 1.3fr)",
    compare: by.hpa,
    cell: (row) => <HpaCell row={row} />,
  },
  {
    id: "restarts",
    header: "Restarts",
    width: "4.25rem",
    align: "right",
    compare: by.restarts,
    cell: (row) => row.restarts,
  },
  {
    id: "age",
    header: "Created",
    width: "4.75rem",
    align: "right",
    compare: by.age,
    cell: (row) => <Time at={row.createdAt} />,
  },
  {
    id: "actions",
    header: "Actions",
    width: "7.5rem",
    align: "right",
    required: true,
    cell: (row) => <RowActions row={row} />,
  },
];
