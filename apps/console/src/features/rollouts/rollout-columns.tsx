"use client";
import type { RolloutRow } from "@horizon/contracts";
import Link from "next/link";
import { useSession } from "@/auth/use-session";
import type { Column } from "@/components/table/column";
import { Nothing } from "@/components/table/nothing";
import { formatDuration } from "@/components/ui/format-time";
import { compareWorstFirst } from "@/components/ui/health-order";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { useNow } from "@/components/ui/now";
import { WeightBar } from "@/components/ui/weight-bar";
import { mayAct } from "@/features/actions";
import { ReadyCell, StatusCell } from "@/features/workload-status";
import { analysisWord } from "./analysis-verdict.tsx";
import { stepPositionText } from "./step-marks.ts";
import { waitsForPerson, waitText } from "./wait-text.ts";

/** The page of a rollout. */
export function rolloutHref(row: Pick<RolloutRow, "environment" | "namespace" | "name">): string {
  return `/${row.environment}/rollouts/${row.namespace}/${row.name}`;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What a waiting rollout waits for says more than why its state is what it is. */
function RolloutStatus({ row }: { row: RolloutRow }) {
  const now = useNow();
  const session = useSession();
  const { wait, health } = row;
  if (!wait) return <StatusCell state={health.state} reason={health.reason || row.message} />;
  if (!waitsForPerson(wait)) return <StatusCell state={health.state} reason={waitText(wait, now)} />;
  const isMine = session ? mayAct(session, row.environment, "rollout.promote") : false;
  const waited = formatDuration(Math.max(0, now - Date.parse(wait.since)));
  const text = `${waited}, for ${isMine ? "you" : wait.waitsFor || "a person"}`;
  return <StatusCell state={health.state} reason={text} />;
}

function StepCell({ row }: { row: RolloutRow }) {
  const { stepIndex, steps, stepTitle } = row;
  if (row.aborted) return <span className="text-ink-soft">aborted</span>;
  const done = stepIndex !== null && stepIndex >= steps;
  if (stepIndex === null || steps === 0 || done) {
    return <span className="text-ink-soft">{done && steps > 0 ? `all ${steps} done` : "no steps"}</span>;
  }
  return (
    <span data-tip={stepPositionText(row)}>
      {stepIndex + 1} of {steps} <span className="text-ink-soft text-xs">{stepTitle}</span>
    </span>
  );
}

/** The columns of the list, the state first. */
export const rolloutColumns: readonly Column<RolloutRow>[] = [
  {
    id: "health",
    header: "Status",
    width: "minmax(0, 3.3fr)",
    required: true,
    compare: (left, right) => compareWorstFirst(left.health.state, right.health.state),
    cell: (row) => <RolloutStatus row={row} />,
  },
  {
    id: "name",
    header: "Name",
    onCard: "title",
    width: "minmax(7.5rem, 1.2fr)",
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
    width: "6.75rem",
    cell: (row) => {
      const isOne = row.fullyPromoted || row.version === row.stableVersion;
      const text = isOne ? row.version : `${row.stableVersion} → ${row.version}`;
      return (
        <span data-tip={text} className="font-mono text-xs">
          {text}
        </span>
      );
    },
  },
  {
    id: "step",
    header: "Step",
    width: "minmax(0, 1.48fr)",
    cell: (row) => <StepCell row={row} />,
  },
  {
    id: "weight",
    header: "Canary",
    width: "4.75rem",
    compare: (left, right) => left.actualWeight - right.actualWeight,
    cell: (row) =>
      row.fullyPromoted ? (
        <Nothing>no canary</Nothing>
      ) : (
        <WeightBar
          compact
          className="w-19 max-w-full"
          stable={100 - row.actualWeight}
          canary={row.actualWeight}
          desiredCanary={row.desiredWeight}
        />
      ),
  },
  {
    id: "analysis",
    header: "Analysis",
    width: "4.5rem",
    cell: (row) => (row.analysis ? analysisWord(row.analysis) : <Nothing>not running</Nothing>),
  },
  {
    id: "pods",
    header: "Ready",
    width: "4.25rem",
    cell: ({ ready, desired }) => <ReadyCell ready={ready} desired={desired} />,
  },
];
