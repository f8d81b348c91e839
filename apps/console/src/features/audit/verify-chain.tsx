"use client";
import { useQuery } from "@tanstack/react-query";
import { ShieldCheck, ShieldX } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Time } from "@/components/ui/time";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";

/** Recomputes the hash of every entry from the first, and says whether one was changed or is missing. */
export function VerifyChain() {
  const trpc = useTRPC();
  const verification = useQuery(trpc.audit.verify.queryOptions(undefined, { enabled: false }));
  const result = verification.data;
  const Icon = result && !result.ok ? ShieldX : ShieldCheck;
  return (
    <>
      <span
        role="status"
        className={cn("text-xs", result && !result.ok ? "font-medium text-danger" : "text-ink-soft")}
      >
        {verification.isError ? `Not verified: ${errorOf(verification.error).message}` : null}
        {result?.ok ? `${result.count} entries verified, the chain is whole. ` : null}
        {result && !result.ok ? `The chain is broken at entry ${result.firstBrokenSeq}. ` : null}
        {result ? <Time at={result.checkedAt} /> : null}
      </span>
      <Button pending={verification.isFetching} onClick={() => void verification.refetch()}>
        <Icon aria-hidden className="size-4" />
        Verify chain
      </Button>
    </>
  );
}
