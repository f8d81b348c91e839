"use client";
import { useQuery } from "@tanstack/react-query";
import { useEnvironment, useSession } from "@/auth/use-session";
import { absentSentence, PageHeader, Panel } from "@/components/ui/page-header";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { StaleElsewhere, StaleNotice } from "@/features/workload-status";
import { useLiveInvalidate } from "@/live";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";
import { overviewSentence } from "./overview-sentence";
import { ServiceTable } from "./service-table";
import { WaitingList } from "./waiting-list";
import { mayAnything, waitingLists } from "./waiting-lists";

/** How the services are, and what waits: for the person who looks, and for others. */
export function OverviewPage() {
  const trpc = useTRPC();
  const { id } = useEnvironment();
  const overview = useQuery(trpc.overview.get.queryOptions({}));
  useLiveInvalidate("overview", trpc.overview.pathKey());
  const data = overview.data;
  const session = useSession();
  const others = session?.environments.filter((environment) => environment.id !== id);
  const waiting = waitingLists(data?.waiting ?? [], session ? mayAnything(session) : true);
  return (
    <>
      <PageHeader
        title="Overview"
        sentence={
          data ? overviewSentence(data, id) : absentSentence("the state of the services", overview.isError)
        }
      />
      <StaleNotice environment={id} />
      {others?.map((environment) => (
        <StaleElsewhere key={environment.id} environment={environment} here={id} />
      ))}
      <div className="flex flex-col gap-8">
        {waiting.map(({ title, nothing, items }) => (
          <Panel key={title} title={title}>
            {data ? (
              <WaitingList items={items} nothing={nothing} here={id} />
            ) : (
              <Absent query={overview} waitingFor="what waits" rows={2} />
            )}
          </Panel>
        ))}
        <Panel title="Services">
          {data ? (
            <ServiceTable services={data.services} environment={id} freshness={data.freshness} />
          ) : (
            <Absent query={overview} waitingFor="the services" rows={8} />
          )}
        </Panel>
      </div>
    </>
  );
}

interface AbsentProps {
  query: { isError: boolean; error: unknown; refetch: () => unknown };
  waitingFor: string;
  rows: number;
}

function Absent({ query, waitingFor, rows }: AbsentProps) {
  if (query.isError) return <ErrorState error={errorOf(query.error)} onRetry={() => void query.refetch()} />;
  return <PanelState kind="loading" waitingFor={waitingFor} rows={rows} />;
}
