"use client";
import { useQuery } from "@tanstack/react-query";
import { UserCheck } from "lucide-react";
import Link from "next/link";
import { useEnvironment } from "@/auth/use-session";
import { useLiveInvalidate } from "@/live";
import { useTRPC } from "@/trpc/client";
import { buttonClass } from "../ui/button";

/** How many requests wait for a second person. */
export function ApprovalsLink() {
  const trpc = useTRPC();
  const { id } = useEnvironment();
  const pending = useQuery(trpc.actions.pending.queryOptions());
  useLiveInvalidate("approvals", trpc.actions.pending.queryKey());
  const count = pending.data?.length ?? 0;
  const label = count === 1 ? "1 approval waits" : `${count} approvals wait`;
  return (
    <Link
      href={`/${id}/approvals`}
      prefetch={false}
      aria-label={label}
      data-tip={label}
      className={buttonClass({ variant: "ghost", className: "relative px-2" })}
    >
      <UserCheck aria-hidden className="size-4" />
      {count > 0 ? (
        <span className="rounded-full bg-accent px-1.5 text-on-accent text-xs max-sm:absolute max-sm:top-0 max-sm:right-0 max-sm:px-1 max-sm:leading-3.5">
          {count}
        </span>
      ) : null}
    </Link>
  );
}
