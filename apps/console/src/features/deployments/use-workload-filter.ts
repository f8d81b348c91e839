"use client";
import { useMemo } from "react";
import { useAddress } from "@/address";
import { oneOf, oneOfOr, optionalText, text } from "@/address/params";
import { healthStatesWorstFirst } from "@/components/ui/health-order";
import { type FilteredWorkload, matchesWorkload } from "./workload-filter.ts";

const kinds = ["Rollout", "Deployment"] as const;
const groupings = ["none", "namespace"] as const;

const parsers = {
  q: text,
  status: oneOf(healthStatesWorstFirst),
  kind: oneOf(kinds),
  namespace: optionalText,
  group: oneOfOr(groupings, "none"),
};

/** The list's filter and grouping, kept in the address; `matches` stays the same until they change. */
export function useWorkloadFilter() {
  const [params, setParams] = useAddress(parsers);
  const { q, status, kind, namespace } = params;
  const matches = useMemo(() => {
    const filter = {
      text: q,
      states: status ? [status] : [],
      kinds: kind ? [kind] : [],
      namespaces: namespace ? [namespace] : [],
    };
    return (row: FilteredWorkload) => matchesWorkload(row, filter);
  }, [q, status, kind, namespace]);
  const isFiltered = q !== "" || status !== null || kind !== null || namespace !== null;
  return { params, setParams, matches, isFiltered };
}

export type WorkloadFilterState = ReturnType<typeof useWorkloadFilter>;
