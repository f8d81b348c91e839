"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLiveInvalidate } from "@/live";
import { useTRPC } from "@/trpc/client";

/** The views a person pinned, in the rail. As it is part of every page, it follows the list for all who show it. */
export function PinnedViews() {
  const trpc = useTRPC();
  const views = useQuery(trpc.savedViews.list.queryOptions());
  useLiveInvalidate("savedViews", trpc.savedViews.pathKey());
  const pinned = (views.data ?? []).filter((view) => view.pinned);
  if (pinned.length === 0) return null;
  return (
    <nav aria-label="Pinned views" className="flex flex-col gap-0.5 px-2 py-2">
      <p className="px-2.5 pb-1 text-ink-soft text-xs">Pinned views</p>
      {pinned.map(({ id, title, path }) => (
        <Link
          key={id}
          href={path}
          prefetch={false}
          className="flex h-7 items-center truncate rounded-md px-2.5 text-ink-soft hover:bg-hover hover:text-ink"
        >
          <span className="truncate">{title}</span>
        </Link>
      ))}
    </nav>
  );
}
