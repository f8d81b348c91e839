import type { WorkloadDetail } from "@horizon/contracts";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { needsAttention } from "@/components/ui/health-order";
import { workloadHref } from "./workload-columns.tsx";

const places = [
  { title: "Pods", query: "tab=pods" },
  { title: "Events", query: "tab=events" },
  { title: "Logs", query: "tab=logs" },
  { title: "Logs of the run before", query: "tab=logs&previous=true" },
] as const;

/** Where the cause of a fault is found, first of all on the page of what has one. */
export function WhereToLook({ row }: { row: WorkloadDetail["row"] }) {
  if (!needsAttention(row.health.state)) return null;
  return (
    <nav
      aria-label="Where to look"
      className="mb-4 flex flex-wrap items-center gap-2 rounded-md bg-degraded-tint px-3 py-2"
    >
      <span className="mr-1 min-w-0">
        <span className="font-medium">{row.health.reason || row.health.state}.</span> Where to look:
      </span>
      {places.map(({ title, query }) => (
        <Link
          key={query}
          href={`${workloadHref(row)}?${query}`}
          prefetch={false}
          className={buttonClass({ size: "small" })}
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}
