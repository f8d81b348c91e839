import type { Metadata } from "next";
import { type PageSearchParams, readPageParams } from "@/address/params";
import { AuditPage, auditFilterOf, auditParams } from "@/features/audit";
import { Prefetch, serverApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Audit" };

interface PageProps {
  params: Promise<{ environment: string }>;
  searchParams: Promise<PageSearchParams>;
}

export default async function Page({ params, searchParams }: PageProps) {
  const { environment } = await params;
  const filter = auditFilterOf(environment, readPageParams(auditParams, await searchParams));
  const query = serverApi.audit.list.infiniteQueryOptions(filter, {
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <Prefetch pages={[query]}>
      <AuditPage />
    </Prefetch>
  );
}
