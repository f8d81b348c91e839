"use client";
import type { SessionInfo } from "@horizon/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/trpc/client";

/** Who is signed in and what they may do; undefined until it is known. */
export function useSession(): SessionInfo | undefined {
  const trpc = useTRPC();
  return useQuery(trpc.session.me.queryOptions()).data;
}
