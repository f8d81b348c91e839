"use client";
import type { AuditVerification } from "@horizon/contracts";
import { useQuery } from "@tanstack/react-query";
import { ShieldX } from "lucide-react";
import { useTRPC } from "@/trpc/client";

/** What a broken chain means and what to do, once somebody had it verified. */
export function ChainBreach() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.audit.verify.queryOptions(undefined, { enabled: false }));
  return <div role="alert">{data && !data.ok ? <Breach verification={data} /> : null}</div>;
}

function Breach({
  verification: { firstBrokenSeq: seq, breach, count },
}: {
  verification: AuditVerification;
}) {
  return (
    <div className="mb-4 flex items-start gap-2 rounded-md bg-failed-tint px-3 py-2">
      <ShieldX aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
      <div>
        <p className="font-medium">
          {breach === "missing" ? `Entry ${seq} is missing` : `Entry ${seq} is not what was written`}: it was
          changed in the database itself, past Horizon.
        </p>
        <p>
          {count === 0
            ? "No entry can be trusted."
            : `Entries 1 to ${count} are whole; none from ${seq} on can be trusted.`}{" "}
          Change nothing more in the database, tell whoever answers for security, and compare what follows
          with the last CSV export or backup.
        </p>
      </div>
    </div>
  );
}
