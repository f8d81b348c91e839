"use client";
import type { AppRouter } from "@horizon/ops-server/router";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpLink, httpSubscriptionLink, retryLink, splitLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import { makeQueryClient } from "./query-client";

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export { useTRPC, useTRPCClient };

const url = "/api/trpc";
/** The link's own default is no delay at all, which would hammer a server that is down. */
const retryDelayMs = (attempt: number) => Math.min(500 * 2 ** attempt, 10_000) * (0.75 + Math.random() / 2);

function createBrowserClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: [
          retryLink({ retry: ({ error }) => !isRefused(error.data), retryDelayMs }),
          httpSubscriptionLink({ url }),
        ],
        // Each call by itself: in a batch one slow cluster would hold back the others.
        false: httpLink({ url }),
      }),
    ],
  });
}

function isRefused(data: unknown): boolean {
  const status = (data as { httpStatus?: number } | null | undefined)?.httpStatus;
  return status === 401 || status === 403;
}

let browserQueryClient: QueryClient | undefined;

function currentQueryClient(): QueryClient {
  if (typeof window === "undefined") return makeQueryClient();
  browserQueryClient ??= makeQueryClient();
  return browserQueryClient;
}

/** Gives every component below the typed client and the query cache. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const queryClient = currentQueryClient();
  const [client] = useState(createBrowserClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
