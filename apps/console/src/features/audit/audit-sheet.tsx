"use client";
import type { AuditRow } from "@horizon/contracts";
import type { ReactNode } from "react";
import { roleName } from "@/auth/role-name";
import { CopyButton } from "@/components/ui/copy-button";
import { Sheet } from "@/components/ui/dialog";
import { Time } from "@/components/ui/time";
import { outcomeText } from "./outcome-text";

/** One entry with everything that was recorded. */
export function AuditSheet({ row, onClose }: { row: AuditRow | undefined; onClose: () => void }) {
  return (
    <Sheet
      open={row !== undefined}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={row ? `Entry ${row.seq}: ${row.action}` : ""}
    >
      {row ? <Entry row={row} /> : null}
    </Sheet>
  );
}

function Entry({ row }: { row: AuditRow }) {
  return (
    <dl className="grid gap-x-4 gap-y-2 sm:grid-cols-[8rem_minmax(0,1fr)]">
      <Fact term="When">
        <Time at={row.at} />
      </Fact>
      <Fact term="Who">
        {row.actor} ({roleName(row.actorRole)})
      </Fact>
      <Fact term="From">{row.clientAddress || "not recorded"}</Fact>
      <Fact term="Target">{row.target}</Fact>
      <Fact term="Environment">{row.environment ?? "Horizon itself"}</Fact>
      <Fact term="Reason">{row.reason || "none given"}</Fact>
      <Fact term="Outcome">{outcomeText(row.outcome)}</Fact>
      <Fact term="What they saw">
        {row.seen ? (
          <>
            resource version <code className="font-mono text-xs">{row.seen.resourceVersion}</code>
            {row.seen.podHash ? `, pod hash ${row.seen.podHash}` : ""}
            {row.seen.stepIndex === null ? "" : `, step ${row.seen.stepIndex + 1}`}
          </>
        ) : (
          "does not apply"
        )}
      </Fact>
      {row.intentId ? (
        <Fact term="Request">
          <code className="break-all font-mono text-xs">{row.intentId}</code>
          <CopyButton value={row.intentId} what="the request’s id" />
        </Fact>
      ) : null}
      <Fact term="Hash">
        <code className="break-all font-mono text-xs">{row.hash}</code>
        <CopyButton value={row.hash} what="the hash" />
      </Fact>
      <Fact term="Details">
        <pre className="max-w-full overflow-x-auto whitespace-pre-wrap break-all rounded-md bg-sunken p-2 font-mono text-xs">
          {JSON.stringify(row.details, null, 2)}
        </pre>
      </Fact>
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
