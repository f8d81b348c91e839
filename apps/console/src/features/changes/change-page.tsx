"use client";
import type { ChangeEntry } from "@horizon/contracts";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { useEnvironment } from "@/auth/use-session";
import { CopyButton } from "@/components/ui/copy-button";
import { PageHeader, Panel } from "@/components/ui/page-header";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { Time } from "@/components/ui/time";
import { DiffView } from "@/features/actions";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";
import { ChangeCause } from "./change-timeline";
import { changeTypeTitles } from "./change-type-titles";

/** One change, under an address that stays. */
export function ChangePage({ id }: { id: string }) {
  const trpc = useTRPC();
  const { id: environment } = useEnvironment();
  const change = useQuery(trpc.changes.get.queryOptions({ id }));
  const trail = <Link href={`/${environment}/changes`}>Changes</Link>;
  if (!change.data) {
    return (
      <>
        <PageHeader title="Change" trail={trail} />
        {change.isError ? (
          <ErrorState error={errorOf(change.error)} onRetry={() => void change.refetch()} />
        ) : (
          <PanelState kind="loading" waitingFor="the change" rows={4} />
        )}
      </>
    );
  }
  const entry = change.data;
  return (
    <>
      <PageHeader title={entry.summary} trail={trail} sentence={<ChangeCause entry={entry} />} />
      <dl className="mb-6 flex flex-wrap gap-x-12 gap-y-2">
        <Fact term="When">
          <Time at={entry.at} />
        </Fact>
        <Fact term="Type">{changeTypeTitles[entry.type]}</Fact>
        <Fact term="Object">
          <ChangedObject entry={entry} environment={environment} />
          <CopyButton value={entry.name} what="the name" />
        </Fact>
        <Fact term="Cluster">{entry.cluster}</Fact>
      </dl>
      <Panel title="What changed">
        {entry.fields.length > 0 ? (
          <div className="rounded-lg border border-line bg-surface p-3">
            <DiffView changes={entry.fields} />
          </div>
        ) : (
          <PanelState
            kind="empty"
            title="No fields are recorded"
            detail="This change is an event, not an edit."
          />
        )}
      </Panel>
    </>
  );
}

/** Leads to the page of what changed, where it has one. */
function ChangedObject({ entry, environment }: { entry: ChangeEntry; environment: string }) {
  const { kind, namespace, name } = entry;
  const text = `${kind} ${namespace}/${name}`;
  if (kind !== "Rollout" && kind !== "Deployment") return text;
  const place = kind === "Rollout" ? "rollouts" : "deployments/Deployment";
  return (
    <Link href={`/${environment}/${place}/${namespace}/${name}`} prefetch={false} className="underline">
      {text}
    </Link>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-ink-soft text-xs">{term}</dt>
      <dd className="flex min-w-0 items-center gap-1 break-words">{children}</dd>
    </div>
  );
}
