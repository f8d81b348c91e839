import type { FieldChange } from "@horizon/contracts";

export interface DiffGroup {
  /** In words: `Container api-gateway`, `Labels and annotations`, `Pod template`, `Workload`. */
  readonly title: string;
  readonly changes: readonly DiffLine[];
}

export interface DiffLine {
  readonly path: string;
  /** The path within its group: `image`, `resources.limits.cpu`. */
  readonly label: string;
  readonly kind: "added" | "removed" | "changed";
  readonly before: string | null;
  readonly after: string | null;
}

const containerPath = /^(?:spec\.template\.)?spec\.(init)?[cC]ontainers\[([^\]]+)\]\.?(.*)$/;
const metadataPath = /^(?:spec\.template\.)?metadata\.(.+)$/;
const templatePath = /^spec\.template\.(?:spec\.)?(.+)$/;

function place(path: string): { title: string; label: string; rank: number } {
  const container = containerPath.exec(path);
  if (container) {
    const [, init, name, rest] = container;
    const title = `${init ? "Init container" : "Container"} ${name}`;
    return { title, label: rest || "whole container", rank: 0 };
  }
  const metadata = metadataPath.exec(path);
  if (metadata) return { title: "Labels and annotations", label: metadata[1] ?? path, rank: 2 };
  const template = templatePath.exec(path);
  if (template) return { title: "Pod template", label: template[1] ?? path, rank: 1 };
  return { title: "Workload", label: path.replace(/^spec\./, ""), rank: 3 };
}

function kindOf(change: FieldChange): DiffLine["kind"] {
  if (change.before === null) return "added";
  return change.after === null ? "removed" : "changed";
}

/** Field changes in the order a person reads them: containers (the image first), template, labels, the rest. */
export function groupDiff(changes: readonly FieldChange[]): readonly DiffGroup[] {
  const placed = changes.map((change) => ({ ...place(change.path), change }));
  const byTitle = Map.groupBy(placed, (entry) => entry.title);
  return [...byTitle]
    .sort(([leftTitle, left], [rightTitle, right]) => {
      const rank = (left[0]?.rank ?? 0) - (right[0]?.rank ?? 0);
      return rank || (leftTitle < rightTitle ? -1 : 1);
    })
    .map(([title, entries]) => ({
      title,
      changes: entries
        .map(({ label, change }) => ({ ...change, label, kind: kindOf(change) }))
        .sort(
          (left, right) =>
            imageFirst(left.label) - imageFirst(right.label) || (left.path < right.path ? -1 : 1),
        ),
    }));
}

function imageFirst(label: string): number {
  return label === "image" ? 0 : 1;
}

/** `1 field changed, 2 added, 1 removed` */
export function diffSentence(changes: readonly FieldChange[]): string {
  if (changes.length === 0) return "Nothing differs";
  const kinds = changes.map(kindOf);
  const parts = (["changed", "added", "removed"] as const)
    .map((kind) => ({ kind, count: kinds.filter((each) => each === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }, index) =>
      index === 0 ? `${count} ${count === 1 ? "field" : "fields"} ${kind}` : `${count} ${kind}`,
    );
  return parts.join(", ");
}
