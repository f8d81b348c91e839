"use client";
import type { RevisionInfo, WorkloadRef } from "@horizon/contracts";
import dynamic from "next/dynamic";
import { memo, useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Sheet } from "@/components/ui/dialog";
import { Panel } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { ActionButton } from "@/features/actions";
import { firstComparison, revisionPodsText, shortImage } from "./revision-text.ts";

const RevisionDiff = dynamic(() => import("./revision-diff.tsx").then((module) => module.RevisionDiff), {
  ssr: false,
});

interface RevisionsPanelProps {
  readonly target: WorkloadRef;
  readonly revisions: readonly RevisionInfo[];
}

function Who({ revision }: { revision: RevisionInfo }) {
  if (!revision.actor && !revision.reason) return <span className="text-ink-soft">Not through Horizon</span>;
  return (
    <>
      {revision.actor && <span>{revision.actor}</span>}
      {revision.reason && <span className="block text-xs text-ink-soft">{revision.reason}</span>}
    </>
  );
}

interface RevisionItemProps {
  readonly revision: RevisionInfo;
  readonly target: WorkloadRef;
  readonly isNewest: boolean;
  readonly newest: number;
  readonly onCompare: (pair: { from: number; to: number }) => void;
}

function RevisionItem({ revision, target, isNewest, newest, onCompare }: RevisionItemProps) {
  const about = `revision ${revision.revision}, ${revision.version}`;
  return (
    <li className="grid gap-x-4 gap-y-1 border-t border-line py-2 first:border-t-0 @md:grid-cols-[6rem_1fr] @3xl:grid-cols-[6rem_1fr_1fr_10.5rem] @3xl:items-start">
      <div>
        <span className="font-medium">Revision {revision.revision}</span>
        <span className="block text-xs text-ink-soft">{revision.role}</span>
      </div>
      <div className="min-w-0">
        <span className="font-mono">{revision.version}</span>{" "}
        <span className="text-ink-soft text-xs">{revisionPodsText(revision)}</span>
        {revision.images.map(({ container, image }) => (
          <span key={container} className="flex items-center gap-1">
            <span data-tip={image} className="min-w-0 font-mono text-xs text-ink-soft wrap-anywhere">
              {container}: {shortImage(image)}
            </span>
            <CopyButton value={image} what={`the image of ${container}, ${about}`} />
          </span>
        ))}
      </div>
      <div className="@max-3xl:col-[-2] @max-3xl:flex @max-3xl:flex-wrap @max-3xl:items-center @max-3xl:justify-between @max-3xl:gap-2 @3xl:contents">
        <div className="min-w-0">
          <span className="mr-2 text-ink-soft">
            <Time at={revision.createdAt} />
          </span>
          <Who revision={revision} />
        </div>
        {!isNewest && (
          <div className="flex gap-2 @3xl:justify-end">
            <Button
              size="small"
              aria-description={about}
              onClick={() => onCompare({ from: revision.revision, to: newest })}
            >
              Compare
            </Button>
            <ActionButton
              size="small"
              about={about}
              command={{ action: "workload.rollBack", target, revision: revision.revision }}
            />
          </div>
        )}
      </div>
    </li>
  );
}

/** Revisions, newest first: what ran, who brought it and why; compare any two, roll back from here. */
export const RevisionsPanel = memo(function RevisionsPanel({ target, revisions }: RevisionsPanelProps) {
  const [pair, setPair] = useState<{ from: number; to: number } | null>(null);
  const sorted = revisions.toSorted((left, right) => right.revision - left.revision);
  const first = firstComparison(sorted);
  const newest = sorted[0]?.revision ?? 0;
  const compare = first && (
    <Button size="small" onClick={() => setPair(first)}>
      Compare two revisions
    </Button>
  );
  return (
    <Panel title="Revisions" actions={compare} className="@container">
      {sorted.length === 0 && (
        <p className="text-ink-soft">
          No revision is kept yet. The first one appears when its pods are created.
        </p>
      )}
      <ul>
        {sorted.map((revision) => (
          <RevisionItem
            key={revision.revision}
            revision={revision}
            target={target}
            newest={newest}
            isNewest={revision.revision === newest}
            onCompare={setPair}
          />
        ))}
      </ul>
      {pair && (
        <Sheet
          open
          onOpenChange={(open) => !open && setPair(null)}
          title="Compare revisions"
          description={target.name}
        >
          <RevisionDiff target={target} revisions={sorted} initial={pair} />
        </Sheet>
      )}
    </Panel>
  );
});
