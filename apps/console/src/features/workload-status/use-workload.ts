"use client";
import type { WorkloadRef } from "@horizon/contracts";
import { useQuery } from "@tanstack/react-query";
import { useLiveInvalidate } from "@/live";
import { useTRPC } from "@/trpc/client";

/** A workload with everything about it, asked again whenever the stream says that it or what belongs to it changed. */
export function useWorkload({ environment, kind, namespace, name }: WorkloadRef) {
  const trpc = useTRPC();
  const options = trpc.deployments.get.queryOptions({ environment, kind, namespace, name });
  useLiveInvalidate(`workload:${environment}/${kind}/${namespace}/${name}`, options.queryKey);
  return useQuery(options);
}
