import type { Metadata } from "next";
import { type PageSearchParams, readPageParams } from "@/address/params";
import { ChangesPage, changeFilterOf, changeParams } from "@/features/changes";
import { Prefetch, serverApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Changes" };

interface PageProps {
  params: Promise<{ environment: string }>;
  searchParams: Promise<PageSearchParams>;
}

export default async function Page({ params, searchParams }: PageProps) {
  const { environment } = await params;
  const filter = changeFilterOf(environment, readPageParams(changeParams, await searchParams));
  const query = serverApi.changes.list.infiniteQueryOptions(filter, {
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <Prefetch pages={[query]}>
      <ChangesPage />
    </Prefetch>
  );
}
