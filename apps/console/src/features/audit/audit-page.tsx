"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useCallback, useMemo } from "react";
import { useAddress } from "@/address";
import { useEnvironment } from "@/auth/use-session";
import { Button, buttonClass } from "@/components/ui/button";
import { absentSentence, PageHeader } from "@/components/ui/page-header";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { useLiveInvalidate } from "@/live";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";
import { AuditFilters } from "./audit-filters";
import { auditCsvHref, auditFilterOf, auditParams } from "./audit-params";
import { AuditSheet } from "./audit-sheet";
import { AuditTable } from "./audit-table";
import { ChainBreach } from "./chain-breach";
import { VerifyChain } from "./verify-chain";

/** Who did what, when, why, from where, what they saw and what became of it. */
export function AuditPage() {
  const trpc = useTRPC();
  const { id } = useEnvironment();
  const [params, setParams] = useAddress(auditParams);
  const audit = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(auditFilterOf(id, params), {
      getNextPageParam: (page) => page.nextCursor,
    }),
  );
  useLiveInvalidate("intents", trpc.audit.list.pathKey());
  const rows = useMemo(() => audit.data?.pages.flatMap((page) => page.rows) ?? [], [audit.data]);
  const opened = rows.find(({ seq }) => seq === params.seq);
  const open = useCallback((seq: number) => setParams({ seq }), [setParams]);
  return (
    <>
      <PageHeader
        title="Audit"
        sentence={
          audit.data ? (
            <Sentence shown={rows.length} more={audit.hasNextPage} />
          ) : (
            absentSentence("the audit log", audit.isError)
          )
        }
        actions={
          <>
            <VerifyChain />
            <a href={auditCsvHref(id, params)} download className={buttonClass()}>
              <Download aria-hidden className="size-4" />
              Export CSV
            </a>
          </>
        }
      />
      <ChainBreach />
      <AuditFilters params={params} setParams={setParams} />
      {audit.isPending ? <PanelState kind="loading" waitingFor="the audit log" /> : null}
      {audit.isError && !audit.data ? (
        <ErrorState error={errorOf(audit.error)} onRetry={() => void audit.refetch()} />
      ) : null}
      {audit.data ? <AuditTable rows={rows} everywhere={params.all !== ""} onOpen={open} /> : null}
      {audit.hasNextPage ? (
        <Button
          className="mt-4"
          pending={audit.isFetchingNextPage}
          onClick={() => void audit.fetchNextPage()}
        >
          Show older entries
        </Button>
      ) : null}
      <AuditSheet row={opened} onClose={() => setParams({ seq: null })} />
    </>
  );
}

function Sentence({ shown, more }: { shown: number; more: boolean }) {
  const entries = shown === 1 ? "1 entry" : `${shown} entries`;
  return `${more ? `The latest ${entries}` : entries}, newest first; entries can be added, never changed`;
}
