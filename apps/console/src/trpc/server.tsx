import "server-only";
import type { AppRouter } from "@horizon/ops-server/router";
import { dehydrate, type FetchQueryOptions, HydrationBoundary, type QueryKey } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { cache, type ReactNode } from "react";
import { env } from "@/env";
import { traceHeaders } from "@/failures/trace-headers";
import { makeQueryClient } from "./query-client";

/** A page is sent without the data that takes longer; the browser then asks for it itself. */
const prefetchTimeoutMs = 2000;

/** The query cache of this request. */
const serverQueryClient = cache(makeQueryClient);

/**
 * The calls of this request alone go out together: a link that requests share would send those of several people, made in
 * one moment, with the cookie of whoever was first.
 */
const batchOfRequest = cache(
  httpBatchLink<AppRouter>({
    // A relative address: `fetch` below completes it, as where ops-server is must be read at run time.
    url: "/api/trpc",
    headers: async () => ({ cookie: (await headers()).get("cookie") ?? "", ...(await traceHeaders()) }),
    fetch: (input, init) =>
      fetch(new URL(String(input), env().OPS_SERVER_URL), {
        ...init,
        cache: "no-store",
        signal: AbortSignal.timeout(prefetchTimeoutMs),
      } as RequestInit),
  }),
);

/** The typed client of this request: it calls ops-server as the person whose cookie came with the request. */
export const serverApi = createTRPCOptionsProxy<AppRouter>({
  queryClient: serverQueryClient,
  client: createTRPCClient<AppRouter>({ links: [(runtime) => (call) => batchOfRequest(runtime)(call)] }),
});

/** What the options of every procedure have in common; `prefetchQuery` needs no more. */
type PrefetchableQuery = Pick<FetchQueryOptions, "queryKey">;

/** One answer, fetched no more than once a request; undefined where it fails or is late. */
export async function fetchOnce<Data, TError, Key extends QueryKey>(
  query: FetchQueryOptions<Data, TError, Data, Key>,
): Promise<Data | undefined> {
  return serverQueryClient()
    .fetchQuery({ ...query, retry: false })
    .catch(() => undefined);
}

interface PrefetchProps {
  /** `serverApi.….queryOptions(…)` */
  queries?: readonly PrefetchableQuery[];
  /** `serverApi.….infiniteQueryOptions(…)`, of which the first page is fetched. */
  pages?: readonly PrefetchableQuery[];
  children: ReactNode;
}

/**
 * Renders its children with the answers of `queries` at hand. A query that fails or is late is left to the browser:
 * its panel shows what is wrong, and the page stands.
 */
export async function Prefetch({ queries = [], pages = [], children }: PrefetchProps) {
  const client = serverQueryClient();
  await Promise.all([
    ...queries.map((query) => client.prefetchQuery({ ...query, retry: false })),
    ...pages.map((query) => client.prefetchInfiniteQuery({ ...query, retry: false, initialPageParam: null })),
  ]);
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
