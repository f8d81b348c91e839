import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { ChangesPage, changeFilterOf, loadChangeParams } from "@/features/changes";
import { Prefetch, serverApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Changes" };

interface PageProps {
  params: Promise<{ environment: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function Page({ params, searchParams }: PageProps) {
  const { environment } = await params;
  const filter = changeFilterOf(environment, await loadChangeParams(searchParams));
  const query = serverApi.changes.list.infiniteQueryOptions(filter, {
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <Prefetch pages={[query]}>
      <ChangesPage />
    </Prefetch>
  );
}
