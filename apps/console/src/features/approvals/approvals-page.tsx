"use client";
import type { IntentRow } from "@horizon/contracts";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { absentSentence, PageHeader } from "@/components/ui/page-header";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";
import { ApprovalCard, SettledCard } from "./approval-card";

const noIntents: readonly IntentRow[] = [];

/** All that waited since the page was opened: what is decided keeps its place. */
function useEverPending(pending: readonly IntentRow[]): readonly IntentRow[] {
  const [seen, setSeen] = useState(pending);
  const fresh = pending.filter(({ id }) => !seen.some((one) => one.id === id));
  if (fresh.length > 0) setSeen([...seen, ...fresh]);
  return fresh.length > 0 ? [...seen, ...fresh] : seen;
}

/** Requests that wait for a second person, of every environment. */
export function ApprovalsPage() {
  const trpc = useTRPC();
  const pending = useQuery(trpc.actions.pending.queryOptions());
  const count = pending.data?.length ?? 0;
  const shown = useEverPending(pending.data ?? noIntents);
  const [decidedId, setDecidedId] = useState<string | null>(null);
  return (
    <>
      <PageHeader
        title="Approvals"
        sentence={
          pending.data
            ? count === 0
              ? "Nothing waits for a second person"
              : `${count === 1 ? "1 request waits" : `${count} requests wait`} for a second person`
            : absentSentence("the requests", pending.isError)
        }
      />
      {pending.isPending ? <PanelState kind="loading" waitingFor="requests" rows={3} /> : null}
      {pending.isError && !pending.data ? (
        <ErrorState error={errorOf(pending.error)} onRetry={() => void pending.refetch()} />
      ) : null}
      {pending.data && shown.length === 0 ? (
        <PanelState
          kind="empty"
          title="No requests"
          detail="Promoting a canary to all traffic in production needs two people. A request appears here until it is decided or expires."
        />
      ) : null}
      <ul className="flex flex-col gap-3">
        {shown.map((intent) => {
          const current = pending.data?.find(({ id }) => id === intent.id);
          return current ? (
            <ApprovalCard key={intent.id} intent={current} onDecide={() => setDecidedId(intent.id)} />
          ) : (
            <SettledCard key={intent.id} intent={intent} takesFocus={decidedId === intent.id} />
          );
        })}
      </ul>
    </>
  );
}
