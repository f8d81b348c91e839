"use client";
import type { EventRow, WorkloadRef } from "@horizon/contracts";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { Time } from "@/components/ui/time";
import { useLiveInvalidate } from "@/live";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";

function EventItem({ event }: { event: EventRow }) {
  const warning = event.type === "Warning";
  return (
    <li className="grid gap-x-4 border-line border-t py-1.5 first:border-t-0 sm:grid-cols-[6rem_10rem_1fr_auto]">
      <Time at={event.lastAt} className="text-ink-soft" />
      <span className={clsx("font-medium", warning && "text-degraded")}>
        {warning && (
          <>
            <span aria-hidden>▲ </span>
            <span className="sr-only">Warning: </span>
          </>
        )}
        {event.reason}
      </span>
      <span className="min-w-0 break-words">
        {event.message}
        <span className="block break-all font-mono text-ink-soft text-xs">
          {event.kind}/{event.name}
        </span>
      </span>
      {event.count > 1 && <span className="text-ink-soft">{event.count} times</span>}
    </li>
  );
}

/** What the cluster said about the workload, its ReplicaSets and pods, the newest first; kept longer than the cluster does. */
export function EventsTab({ target }: { target: WorkloadRef }) {
  const trpc = useTRPC();
  const options = trpc.deployments.events.queryOptions(target);
  const query = useQuery(options);
  const { environment, kind, namespace, name } = target;
  useLiveInvalidate(`workload:${environment}/${kind}/${namespace}/${name}`, options.queryKey);
  if (query.isPending) return <PanelState kind="loading" waitingFor="the events" />;
  if (!query.data) return <ErrorState error={errorOf(query.error)} onRetry={() => void query.refetch()} />;
  if (query.data.length === 0) {
    return (
      <PanelState
        kind="empty"
        title="No events"
        detail="The cluster writes one when something about it is created, scaled, pulled or fails."
      />
    );
  }
  return (
    <ul aria-label="Events">
      {query.data.map((event) => (
        <EventItem key={event.key} event={event} />
      ))}
    </ul>
  );
}
