"use client";
import type { RolloutRef } from "@horizon/contracts";
import { useQuery } from "@tanstack/react-query";
import { useLiveInvalidate } from "@/live";
import { useTRPC } from "@/trpc/client";

/** A rollout with everything about it, asked again whenever the stream says that it or what belongs to it changed. */
export function useRollout({ environment, namespace, name }: RolloutRef) {
  const trpc = useTRPC();
  const target: RolloutRef = { environment, kind: "Rollout", namespace, name };
  const options = trpc.rollouts.get.queryOptions(target);
  useLiveInvalidate(`rollout:${environment}/${namespace}/${name}`, options.queryKey);
  return useQuery(options);
}

/** What people and the controller did to it, also before what the cluster still knows. */
export function useRolloutHistory({ environment, namespace, name }: RolloutRef) {
  const trpc = useTRPC();
  const options = trpc.rollouts.history.queryOptions({ environment, kind: "Rollout", namespace, name });
  useLiveInvalidate(`rollout:${environment}/${namespace}/${name}`, options.queryKey);
  useLiveInvalidate("intents", options.queryKey);
  return useQuery(options);
}
