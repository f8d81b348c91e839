"use client";
import type { RevisionInfo, WorkloadRef } from "@horizon/contracts";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { DiffView } from "@/features/actions";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";

interface PickProps {
  readonly label: string;
  readonly value: number;
  readonly revisions: readonly RevisionInfo[];
  readonly onValue: (revision: number) => void;
}

function RevisionPick({ label, value, revisions, onValue }: PickProps) {
  return (
    <Field label={label}>
      {(control) => (
        <Select
          {...control}
          value={String(value)}
          onValueChange={(revision) => onValue(Number(revision))}
          options={revisions.map((each) => ({
            value: String(each.revision),
            label: `Revision ${each.revision}: ${each.version} (${each.role})`,
          }))}
        />
      )}
    </Field>
  );
}

interface RevisionDiffProps {
  readonly target: WorkloadRef;
  readonly revisions: readonly RevisionInfo[];
  readonly initial: { readonly from: number; readonly to: number };
}

/** What differs between any two revisions' pod templates. */
export function RevisionDiff({ target, revisions, initial }: RevisionDiffProps) {
  const trpc = useTRPC();
  const [pair, setPair] = useState(initial);
  const query = useQuery(trpc.deployments.diff.queryOptions({ target, ...pair }));
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap gap-3">
        <RevisionPick
          label="From"
          value={pair.from}
          revisions={revisions}
          onValue={(from) => setPair({ ...pair, from })}
        />
        <RevisionPick
          label="To"
          value={pair.to}
          revisions={revisions}
          onValue={(to) => setPair({ ...pair, to })}
        />
      </div>
      {query.isPending && <p role="status">Comparing the revisions…</p>}
      {query.isError && <p role="alert">The revisions cannot be compared: {errorOf(query.error).message}</p>}
      {query.data && <DiffView changes={query.data.changes} />}
    </div>
  );
}
