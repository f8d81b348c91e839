"use client";
import type { RolloutDetail, RolloutRef } from "@horizon/contracts";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { useNow } from "@/components/ui/now";
import { PageHeader, Panel } from "@/components/ui/page-header";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { StatusBadge } from "@/components/ui/status-badge";
import { WeightBar } from "@/components/ui/weight-bar";
import { ActionProgress } from "@/features/actions";
import { RevisionsPanel } from "@/features/revisions";
import { ConditionsList, StaleNotice, useAnnouncedChange } from "@/features/workload-status";
import { errorOf } from "@/trpc/error-of";
import { AnalysisPanel } from "./analysis-panel.tsx";
import { HistoryPanel } from "./history-panel.tsx";
import { PodMarks } from "./pod-marks.tsx";
import { RolloutActions } from "./rollout-actions.tsx";
import { rolloutAnnouncement, rolloutSentence } from "./rollout-sentence.ts";
import { stepMarks } from "./step-marks.ts";
import { StepTrack } from "./step-track.tsx";
import { useRollout } from "./use-rollout.ts";
import { WaitNotice } from "./wait-notice.tsx";

const clockMs = 1000;

function Sentence({ detail }: { detail: RolloutDetail }) {
  const now = useNow(clockMs);
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <StatusBadge state={detail.row.health.state} />
      <span>{rolloutSentence(detail.row, now)}</span>
    </span>
  );
}

function Steps({ detail }: { detail: RolloutDetail }) {
  const now = useNow(clockMs);
  if (detail.stepList.length === 0) {
    return (
      <p className="text-ink-soft">This rollout has no steps: a new revision replaces the old one at once.</p>
    );
  }
  return <StepTrack marks={stepMarks(detail.stepList, now)} />;
}

function splitText({ strategy, routing }: RolloutDetail): string {
  if (strategy === "blueGreen") return "All traffic goes to one version, and moves to the other at once.";
  return routing === "routed"
    ? "The load balancer splits the traffic by these weights."
    : "Without traffic routing the split follows from the number of ready pods.";
}

function Traffic({ detail }: { detail: RolloutDetail }) {
  const { weights, row } = detail;
  return (
    <div className="grid gap-3">
      <WeightBar stable={weights.stable} canary={weights.canary} desiredCanary={row.desiredWeight} />
      <p className="text-ink-soft text-xs">
        {splitText(detail)}
        {row.desiredWeight !== weights.canary && ` The step asks for ${row.desiredWeight} % (the mark).`}
        {weights.verified === false && " The load balancer has not confirmed them yet."}
      </p>
      <PodMarks label="Stable" pods={detail.stablePods} />
      <PodMarks label="Canary" pods={detail.canaryPods} />
      {detail.otherPods.length > 0 && <PodMarks label="Earlier revisions" pods={detail.otherPods} />}
    </div>
  );
}

function RolloutBody({ target, detail }: { target: RolloutRef; detail: RolloutDetail }) {
  return (
    <>
      <RolloutActions target={target} detail={detail} />
      <ActionProgress
        environment={target.environment}
        target={`Rollout ${target.namespace}/${target.name}`}
      />
      <WaitNotice detail={detail} />
      <div className="mt-4 grid gap-6">
        <Panel title="Steps">
          <Steps detail={detail} />
        </Panel>
        <div className="grid gap-6 xl:grid-cols-2">
          <Panel title="Traffic and pods">
            <Traffic detail={detail} />
          </Panel>
          <Panel title="Analysis">
            <AnalysisPanel runs={detail.analysisRuns} />
          </Panel>
        </div>
        <div className="grid gap-6 xl:grid-cols-2">
          <RevisionsPanel target={target} revisions={detail.revisions} />
          <Panel title="History">
            <HistoryPanel target={target} />
          </Panel>
        </div>
        <Panel title="Conditions">
          <ConditionsList conditions={detail.conditions} />
        </Panel>
      </div>
    </>
  );
}

/** One rollout: where it stands, what each step does, what was measured, and what may be done about it. */
export function RolloutPage({ target }: { target: RolloutRef }) {
  const { environment, namespace, name } = target;
  const query = useRollout(target);
  const detail = query.data;
  useAnnouncedChange(detail ? rolloutAnnouncement(detail.row) : null);
  return (
    <>
      <PageHeader
        trail={
          <>
            <Link href={`/${environment}/rollouts`} className="hover:underline">
              Rollouts
            </Link>{" "}
            / {namespace}
          </>
        }
        title={
          <span className="flex items-center gap-1">
            {name}
            <CopyButton value={name} what="the name" />
          </span>
        }
        sentence={detail && <Sentence detail={detail} />}
        actions={
          detail && (
            <Link
              href={`/${environment}/deployments/Rollout/${namespace}/${name}`}
              prefetch={false}
              className={buttonClass()}
            >
              Pods, events, logs and YAML
            </Link>
          )
        }
      />
      <StaleNotice environment={environment} />
      {query.isPending && <PanelState kind="loading" waitingFor={`the rollout ${name}`} />}
      {query.isError && !detail && (
        <ErrorState error={errorOf(query.error)} onRetry={() => void query.refetch()} />
      )}
      {detail && <RolloutBody target={target} detail={detail} />}
    </>
  );
}
