import type { KubeObject } from "./object-store.ts";
import { toTimestamp } from "./object-writes.ts";
import type { ResourceKind } from "./resource-kind.ts";

const DEFAULT_POD_GRACE_SECONDS = 30;

interface PodParts {
  spec?: { nodeName?: string; terminationGracePeriodSeconds?: number };
  status?: { phase?: string };
}

/** Seconds that the object may take to end: only pods that run on a node have any. */
function graceSecondsOf(kind: ResourceKind, object: KubeObject, asked: number | undefined): number {
  if (kind.resource !== "pods") return 0;
  const { spec, status } = object as PodParts;
  const isOver = status?.phase === "Succeeded" || status?.phase === "Failed";
  if (!spec?.nodeName || isOver) return 0;
  return asked ?? spec.terminationGracePeriodSeconds ?? DEFAULT_POD_GRACE_SECONDS;
}

/** Namespaces are held by `spec.finalizers` until they are empty. */
export function finalizersOf(object: KubeObject): readonly string[] {
  const own = object.metadata.finalizers ?? [];
  if (object.kind !== "Namespace" || object.apiVersion !== "v1") return own;
  return [...own, ...((object.spec as { finalizers?: string[] } | undefined)?.finalizers ?? [])];
}

/** True when nothing holds an object any longer whose deletion was asked for. */
export const isDeletionComplete = ({ metadata }: KubeObject, finalizers: readonly string[]): boolean =>
  metadata.deletionTimestamp !== undefined &&
  (metadata.deletionGracePeriodSeconds ?? 0) === 0 &&
  finalizers.length === 0;

/**
 * The object as its deletion leaves it: marked with when it must be gone. A second deletion can shorten the grace
 * period and never lengthen it. Whether the object can go at once is `isDeletionComplete` of the result.
 */
export function prepareDelete(
  kind: ResourceKind,
  current: KubeObject,
  request: { nowMs: number; gracePeriodSeconds?: number },
): KubeObject {
  const grace = graceSecondsOf(kind, current, request.gracePeriodSeconds);
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = current.metadata;
  if (deletionTimestamp && grace >= deletionGracePeriodSeconds) return current;
  const generation = current.metadata.generation;
  return {
    ...current,
    metadata: {
      ...current.metadata,
      ...(generation && !deletionTimestamp ? { generation: generation + 1 } : {}),
      deletionTimestamp: toTimestamp(request.nowMs + grace * 1000),
      deletionGracePeriodSeconds: grace,
    },
    ...(current.kind === "Namespace" ? { status: { ...(current.status ?? {}), phase: "Terminating" } } : {}),
  };
}
