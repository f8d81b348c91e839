"use client";
import type { AnalysisPhase, RolloutRow } from "@horizon/contracts";
import Link from "next/link";
import type { Column } from "@/components/table/column";
import { compareWorstFirst } from "@/components/ui/health-order";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { useNow } from "@/components/ui/now";
import { WeightBar } from "@/components/ui/weight-bar";
import { StatusCell } from "@/features/workload-status";
import { stepPositionText } from "./step-marks.ts";
import { waitsForPerson, waitText } from "./wait-text.ts";

/** The page of a rollout. */
export function rolloutHref(row: Pick<RolloutRow, "environment" | "namespace" | "name">): string {
  return `/${row.environment}/rollouts/${row.namespace}/${row.name}`;
}

const analysisWords: Record<AnalysisPhase, string> = {
  Pending: "pending",
  Running: "running",
  Successful: "passed",
  Failed: "failed",
  Error: "no answer",
  Inconclusive: "inconclusive",
};

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function WaitCell({ row }: { row: RolloutRow }) {
  const now = useNow();
  if (!row.wait) return <span className="text-ink-soft">–</span>;
  const text = waitText(row.wait, now);
  return (
    <span
      data-tip={[text, row.wait.reason].filter(Boolean).join("\n")}
      className={waitsForPerson(row.wait) ? "font-medium" : ""}
    >
      {text}
    </span>
  );
}

/** The columns of the list, the state first. */
export const rolloutColumns: readonly Column<RolloutRow>[] = [
  {
    id: "health",
    header: "Status",
    width: "minmax(0, 1.3fr)",
    required: true,
    compare: (left, right) => compareWorstFirst(left.health.state, right.health.state),
    cell: (row) => (
      <StatusCell state={row.health.state} reason={row.wait ? "" : row.health.reason || row.message} />
    ),
  },
  {
    id: "name",
    header: "Name",
    width: "minmax(0, 1.2fr)",
    required: true,
    compare: (left, right) => compareText(left.name, right.name),
    cell: (row) => (
      <Link href={rolloutHref(row)} prefetch={false} className="font-medium hover:underline">
        <MiddleTruncate text={row.name} />
      </Link>
    ),
  },
  {
    id: "namespace",
    header: "Namespace",
    initiallyHidden: true,
    compare: (left, right) => compareText(left.namespace, right.namespace),
    cell: (row) => <MiddleTruncate text={row.namespace} />,
  },
  {
    id: "version",
    header: "Version",
    width: "minmax(0, 1fr)",
    cell: (row) => (
      <span className="font-mono text-xs">
        {row.fullyPromoted || row.version === row.stableVersion
          ? row.version
          : `${row.stableVersion} → ${row.version}`}
      </span>
    ),
  },
  {
    id: "step",
    header: "Step",
    width: "minmax(0, 1.3fr)",
    cell: (row) => <span data-tip={stepPositionText(row)}>{stepPositionText(row)}</span>,
  },
  {
    id: "weight",
    header: "Canary weight",
    width: "7rem",
    compare: (left, right) => left.actualWeight - right.actualWeight,
    cell: (row) =>
      row.fullyPromoted ? (
        <span className="text-ink-soft">no canary</span>
      ) : (
        <WeightBar
          compact
          stable={100 - row.actualWeight}
          canary={row.actualWeight}
          desiredCanary={row.desiredWeight}
        />
      ),
  },
  {
    id: "analysis",
    header: "Analysis",
    width: "6rem",
    cell: (row) => (row.analysis ? analysisWords[row.analysis] : <span className="text-ink-soft">none</span>),
  },
  {
    id: "wait",
    header: "Waits",
    width: "minmax(0, 1.5fr)",
    compare: (left, right) => compareText(left.wait?.since ?? "~", right.wait?.since ?? "~"),
    cell: (row) => <WaitCell row={row} />,
  },
  {
    id: "pods",
    header: "Ready",
    width: "5rem",
    align: "right",
    cell: (row) => `${row.ready} of ${row.desired}`,
  },
];
