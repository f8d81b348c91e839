"use client";
import type { ActionPreview, GuardResult } from "@horizon/contracts";
import { CopyCommand } from "@/components/ui/copy-button";
import type { Overrides } from "./confirm-state.ts";
import { DiffView } from "./diff-view.tsx";
import { GuardList } from "./guard-list.tsx";

function BeforeAfter({
  label,
  before,
  after,
  unit,
}: {
  label: string;
  before: number;
  after: number;
  unit: "%" | "pods";
}) {
  const text = (count: number) => `${count} ${count === 1 && unit === "pods" ? "pod" : unit}`;
  return (
    <div className="flex justify-between gap-4">
      <dt className="text-ink-soft">{label}</dt>
      <dd>
        {before === after ? (
          <>{text(before)}, unchanged</>
        ) : (
          <>
            {text(before)} <span aria-hidden>→</span>
            <span className="sr-only">becomes</span> <strong className="font-semibold">{text(after)}</strong>
          </>
        )}
      </dd>
    </div>
  );
}

function Changes({ preview }: { preview: ActionPreview }) {
  if (!preview.weight && !preview.pods) return null;
  return (
    <dl className="grid gap-1 rounded-md border border-line p-2">
      {preview.weight && <BeforeAfter label="Canary weight" unit="%" {...preview.weight} />}
      {preview.pods && <BeforeAfter label="Stable pods" unit="pods" {...preview.pods.stable} />}
      {preview.pods && <BeforeAfter label="Canary pods" unit="pods" {...preview.pods.canary} />}
    </dl>
  );
}

function DryRun({ preview }: { preview: ActionPreview }) {
  if (preview.diffError) {
    return <p className="text-degraded">The cluster’s dry run gave no answer: {preview.diffError}</p>;
  }
  if (preview.diff.length === 0) return null;
  return (
    <details>
      <summary className="text-accent">
        Dry run by the cluster: {preview.diff.length} {preview.diff.length === 1 ? "field" : "fields"}
      </summary>
      <div className="mt-2 max-h-64 overflow-auto rounded-md border border-line p-2">
        <DiffView changes={preview.diff} />
      </div>
    </details>
  );
}

interface PreviewFactsProps {
  readonly preview: ActionPreview;
  /** Those of its checks that are listed. */
  readonly checks: readonly GuardResult[];
  readonly ticked: Overrides;
  readonly onToggle: (guard: GuardResult) => void;
}

/** Current → new, what follows from it and who is touched. */
export function PreviewEffect({ preview }: { preview: ActionPreview }) {
  return (
    <>
      <p className="font-medium">{preview.summary}</p>
      <Changes preview={preview} />
      {preview.consequences.length > 0 && (
        <ul className="grid list-disc gap-1 pl-4">
          {preview.consequences.map((consequence) => (
            <li key={consequence}>{consequence}</li>
          ))}
        </ul>
      )}
      {preview.blastRadius && (
        <p>
          <span className="text-ink-soft">Blast radius: </span>
          {preview.blastRadius}
        </p>
      )}
      {preview.warnings.map((warning) => (
        <p key={warning} className="rounded-md bg-degraded-tint p-2">
          <span aria-hidden className="mr-2 font-semibold text-degraded">
            !
          </span>
          {warning}
        </p>
      ))}
    </>
  );
}

/** The effect, what was checked, and the same by kubectl. */
export function PreviewFacts({ preview, checks, ticked, onToggle }: PreviewFactsProps) {
  return (
    <div className="grid gap-3">
      <PreviewEffect preview={preview} />
      <GuardList guards={checks} ticked={ticked} onToggle={onToggle} />
      <DryRun preview={preview} />
      <CopyCommand command={preview.kubectl} what="the kubectl command" />
    </div>
  );
}
