"use client";
import type { HpaInfo, Relation, WorkloadDetail } from "@horizon/contracts";
import { Panel } from "@/components/ui/page-header";
import { HealthBadge } from "@/components/ui/status-badge";
import { ConditionsList } from "@/features/workload-status";
import { hpaLimitText, hpaMetricsText, hpaReplicasText } from "./hpa-text.ts";
import { WhereToLook } from "./where-to-look.tsx";

function Autoscaler({ hpa }: { hpa: HpaInfo | null }) {
  if (!hpa) return <p className="text-ink-soft">No autoscaler: the number of pods is what was asked for.</p>;
  const limit = hpaLimitText(hpa);
  return (
    <div className="grid gap-1">
      <p>
        <span className="font-mono">{hpa.name}</span>: {hpaReplicasText(hpa)} pods{limit && `, ${limit}`}
      </p>
      <p className="text-ink-soft">{hpaMetricsText(hpa)}</p>
      <ConditionsList conditions={hpa.conditions.map((each) => ({ ...each, lastTransitionAt: null }))} />
    </div>
  );
}

function Relations({ relations }: { relations: readonly Relation[] }) {
  if (relations.length === 0) {
    return (
      <p className="text-ink-soft">Nothing refers to it: no service, autoscaler, budget or configuration.</p>
    );
  }
  return (
    <ul>
      {relations.map((relation) => (
        <li
          key={`${relation.kind}/${relation.name}/${relation.relation}`}
          className="grid gap-x-4 border-line border-t py-1.5 first:border-t-0 sm:grid-cols-[10rem_1fr_auto]"
        >
          <span className="text-ink-soft">{relation.relation}</span>
          <span className="min-w-0 break-words">
            {relation.kind} <span className="font-mono">{relation.name}</span>
            {relation.detail && <span className="text-ink-soft">: {relation.detail}</span>}
          </span>
          {relation.health && <HealthBadge health={relation.health} />}
        </li>
      ))}
    </ul>
  );
}

/** Conditions, autoscaler, and what the workload stands in relation to. */
export function SummaryTab({ detail }: { detail: WorkloadDetail }) {
  return (
    <>
      <WhereToLook row={detail.row} />
      <div className="grid gap-6 lg:grid-cols-2">
        <Panel title="Conditions">
          <ConditionsList conditions={detail.conditions} />
        </Panel>
        <Panel title="Autoscaler">
          <Autoscaler hpa={detail.hpa} />
        </Panel>
        <Panel title="Services and relations" className="lg:col-span-2">
          <Relations relations={detail.relations} />
        </Panel>
      </div>
    </>
  );
}
