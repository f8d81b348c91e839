import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { AuditPage, auditFilterOf, loadAuditParams } from "@/features/audit";
import { Prefetch, serverApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Audit" };

interface PageProps {
  params: Promise<{ environment: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function Page({ params, searchParams }: PageProps) {
  const { environment } = await params;
  const filter = auditFilterOf(environment, await loadAuditParams(searchParams));
  const query = serverApi.audit.list.infiniteQueryOptions(filter, {
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <Prefetch pages={[query]}>
      <AuditPage />
    </Prefetch>
  );
}
