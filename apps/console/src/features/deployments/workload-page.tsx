"use client";
import type { WorkloadDetail, WorkloadRef } from "@horizon/contracts";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useAddress } from "@/address";
import { oneOfOr } from "@/address/params";
import { buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { PageHeader } from "@/components/ui/page-header";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { StatusBadge } from "@/components/ui/status-badge";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import { ActionProgress, WorkloadActions } from "@/features/actions";
import { RevisionsPanel } from "@/features/revisions";
import { StaleNotice, useWorkload } from "@/features/workload-status";
import { errorOf } from "@/trpc/error-of";
import { SummaryTab } from "./summary-tab.tsx";
import { workloadSentence } from "./workload-sentence.ts";

const waiting = (what: string) => () => <PanelState kind="loading" waitingFor={what} />;
const PodsTab = dynamic(() => import("./pods-tab.tsx").then((module) => module.PodsTab), {
  loading: waiting("the pods"),
});
const EventsTab = dynamic(() => import("./events-tab.tsx").then((module) => module.EventsTab), {
  loading: waiting("the events"),
});
const YamlTab = dynamic(() => import("./yaml-tab.tsx").then((module) => module.YamlTab), {
  loading: waiting("the object"),
});
const LogViewer = dynamic(() => import("@/features/logs").then((module) => module.LogViewer), {
  ssr: false,
  loading: waiting("the logs"),
});

const tabs = ["summary", "revisions", "pods", "events", "logs", "yaml"] as const;
const params = { tab: oneOfOr(tabs, "summary") };
const tabTitles: Record<(typeof tabs)[number], string> = {
  summary: "Summary",
  revisions: "Revisions",
  pods: "Pods",
  events: "Events",
  logs: "Logs",
  yaml: "YAML",
};

function WorkloadSentence({ row }: { row: WorkloadDetail["row"] }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <StatusBadge state={row.health.state} />
      <span>{workloadSentence(row)}</span>
    </span>
  );
}

function WorkloadTabs({ target, detail }: { target: WorkloadRef; detail: WorkloadDetail }) {
  const [{ tab }, setParams] = useAddress(params);
  return (
    <Tabs
      value={tab}
      onValueChange={(value) => setParams({ tab: tabs.find((each) => each === value) ?? null })}
    >
      <TabList aria-label={`Parts of ${target.name}`}>
        {tabs.map((each) => (
          <Tab key={each} value={each}>
            {tabTitles[each]}
          </Tab>
        ))}
      </TabList>
      <TabPanel value="summary">
        <SummaryTab detail={detail} />
      </TabPanel>
      <TabPanel value="revisions">
        <RevisionsPanel target={target} revisions={detail.revisions} />
      </TabPanel>
      <TabPanel value="pods">
        <PodsTab target={target} />
      </TabPanel>
      <TabPanel value="events">
        <EventsTab target={target} />
      </TabPanel>
      <TabPanel value="logs">
        <LogViewer target={target} containers={detail.logContainers} />
      </TabPanel>
      <TabPanel value="yaml">
        <YamlTab target={target} />
      </TabPanel>
    </Tabs>
  );
}

/** One workload: what it is now, what it was, its pods, events, logs and YAML. */
export function WorkloadPage({ target }: { target: WorkloadRef }) {
  const { environment, kind, namespace, name } = target;
  const query = useWorkload(target);
  const detail = query.data;
  return (
    <>
      <PageHeader
        trail={
          <>
            <Link href={`/${environment}/deployments`} className="hover:underline">
              Deployments
            </Link>{" "}
            / {namespace} / {kind}
          </>
        }
        title={
          <span className="flex items-center gap-1">
            {name}
            <CopyButton value={name} what="the name" />
          </span>
        }
        sentence={detail && <WorkloadSentence row={detail.row} />}
        actions={
          detail && (
            <>
              {kind === "Rollout" && (
                <Link
                  href={`/${environment}/rollouts/${namespace}/${name}`}
                  prefetch={false}
                  className={buttonClass()}
                >
                  Open the rollout
                </Link>
              )}
              <WorkloadActions target={target} detail={detail} />
            </>
          )
        }
      />
      <StaleNotice environment={environment} />
      <ActionProgress environment={environment} target={`${kind} ${namespace}/${name}`} />
      {query.isPending && <PanelState kind="loading" waitingFor={`the workload ${name}`} />}
      {query.isError && !detail && (
        <ErrorState error={errorOf(query.error)} onRetry={() => void query.refetch()} />
      )}
      {detail && <WorkloadTabs target={target} detail={detail} />}
    </>
  );
}
