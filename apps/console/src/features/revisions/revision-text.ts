import type { RevisionInfo } from "@horizon/contracts";

/** `api-gateway:1.9.0` of `123.dkr.ecr.us-east-1.amazonaws.com/horizon/api-gateway:1.9.0`; a digest keeps 12 digits. */
export function shortImage(image: string): string {
  const last = image.slice(image.lastIndexOf("/") + 1);
  return last.replace(/@sha256:([0-9a-f]{12})[0-9a-f]+$/, "@$1…");
}

/** `3 of 4 pods available`, `no pods` */
export function revisionPodsText(revision: RevisionInfo): string {
  if (revision.replicas === 0) return "no pods";
  return `${revision.available} of ${revision.replicas} ${revision.replicas === 1 ? "pod" : "pods"} available`;
}

/** The two revisions to compare at first: the newest and the one before it; null with fewer than two. */
export function firstComparison(revisions: readonly RevisionInfo[]): { from: number; to: number } | null {
  const [newest, before] = revisions.map((revision) => revision.revision).sort((left, right) => right - left);
  return newest === undefined || before === undefined ? null : { from: before, to: newest };
}
