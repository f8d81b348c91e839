"use client";
import type { WorkloadRow } from "@horizon/contracts";
import Link from "next/link";
import { type Column, columnOf } from "@/components/table/column";
import { buttonClass } from "@/components/ui/button";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { Time } from "@/components/ui/time";
import { ActionButton } from "@/features/actions";
import { ReadyCell, StatusCell } from "@/features/workload-status";
import { hpaLimitText, hpaMetricsText, hpaReplicasText, hpaTightestText } from "./hpa-text.ts";
import { workloadComparisons as by } from "./workload-order.ts";

/** The page of a workload. */
export function workloadHref(row: Pick<WorkloadRow, "environment" | "kind" | "namespace" | "name">): string {
  return `/${row.environment}/deployments/${row.kind}/${row.namespace}/${row.name}`;
}

function HpaCell({ hpa }: Pick<WorkloadRow, "hpa">) {
  if (!hpa) return <span className="text-ink-soft">none</span>;
  const limit = hpaLimitText(hpa);
  return (
    <span data-tip={[hpaMetricsText(hpa), limit].filter(Boolean).join("; ")}>
      {hpaReplicasText(hpa)}
      <span className="text-ink-soft text-xs"> {limit ?? hpaTightestText(hpa)}</span>
    </span>
  );
}

function RowActions({ row }: { row: Parameters<typeof workloadHref>[0] }) {
  const { environment, kind, namespace, name } = row;
  return (
    <>
      <Link
        href={`${workloadHref(row)}?tab=logs`}
        prefetch={false}
        aria-description={name}
        className={buttonClass({ size: "small" })}
      >
        Logs
      </Link>
      <ActionButton
        size="small"
        about={name}
        command={{ action: "workload.restart", target: { environment, kind, namespace, name } }}
      />
    </>
  );
}

const column = columnOf<WorkloadRow>();

/** The columns of the list, the state first. */
export const workloadColumns: readonly Column<WorkloadRow>[] = [
  column({
    id: "health",
    header: "Status",
    width: "minmax(0, 2fr)",
    required: true,
    compare: by.health,
    uses: ["health"],
    cell: ({ health }) => <StatusCell {...health} />,
  }),
  column({
    id: "name",
    header: "Name",
    onCard: "title",
    width: "minmax(8.25rem, 0.5fr)",
    required: true,
    compare: by.name,
    uses: ["environment", "kind", "namespace", "name"],
    cell: (row) => (
      <Link href={workloadHref(row)} prefetch={false} className="font-medium hover:underline">
        <MiddleTruncate text={row.name} />
      </Link>
    ),
  }),
  column({
    id: "kind",
    header: "Kind",
    width: "4.75rem",
    initiallyHidden: true,
    compare: by.kind,
    uses: ["kind"],
    text: ({ kind }) => kind,
  }),
  column({
    id: "namespace",
    header: "Namespace",
    initiallyHidden: true,
    compare: by.namespace,
    uses: ["namespace"],
    cell: ({ namespace }) => <MiddleTruncate text={namespace} />,
  }),
  column({
    id: "version",
    header: "Version",
    width: "4rem",
    compare: by.version,
    uses: ["version", "images"],
    isCode: true,
    text: ({ version }) => version,
    tip: ({ images }) => images.map(({ image }) => image).join("\n"),
  }),
  column({
    id: "ready",
    header: "Ready",
    width: "4.25rem",
    compare: by.ready,
    uses: ["ready", "desired"],
    cell: ({ ready, desired }) => <ReadyCell ready={ready} desired={desired} />,
  }),
  column({
    id: "updated",
    header: "Updated",
    width: "3.75rem",
    align: "right",
    compare: by.updated,
    uses: ["updated"],
    text: ({ updated }) => `${updated}`,
  }),
  column({
    id: "hpa",
    header: "Autoscaler",
    width: "11rem",
    compare: by.hpa,
    uses: ["hpa"],
    cell: ({ hpa }) => <HpaCell hpa={hpa} />,
  }),
  column({
    id: "restarts",
    header: "Restarts",
    width: "3.75rem",
    align: "right",
    compare: by.restarts,
    uses: ["restarts"],
    text: ({ restarts }) => `${restarts}`,
  }),
  column({
    id: "age",
    header: "Created",
    width: "4.25rem",
    align: "right",
    compare: by.age,
    uses: ["createdAt"],
    cell: ({ createdAt }) => <Time at={createdAt} />,
  }),
];

/** What can be done from a row of the list. */
export const workloadRowActions = column({
  id: "actions",
  header: "Actions",
  width: "8rem",
  uses: ["environment", "kind", "namespace", "name"],
  cell: (row) => <RowActions row={row} />,
});
