import { controllerReference } from "../../store/controller-reference.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { canonicalJson, contentHash } from "../content-hash.ts";
import type { Pod } from "../pod.ts";
import {
  type ControllerRevision,
  REVISION_HASH,
  type RevisedWorkload,
  templateOf,
} from "./controller-revision.ts";

const REVISIONS = "controllerrevisions.apps";
const HISTORY_LIMIT = 10;

/** The revisions of a workload, oldest first. */
const listRevisions = (store: ObjectStore, { metadata }: RevisedWorkload): ControllerRevision[] =>
  store
    .list<ControllerRevision>(REVISIONS, { namespace: metadata.namespace ?? "", ownerUid: metadata.uid })
    .sort((a, b) => a.revision - b.revision);

/** The revision of the present template, made or raised to the newest number if need be. */
export function ensureRevision(store: ObjectStore, workload: RevisedWorkload): ControllerRevision {
  const { name, namespace = "" } = workload.metadata;
  const { template } = workload.spec;
  const all = listRevisions(store, workload);
  const text = canonicalJson(template);
  const known = all.find((revision) => canonicalJson(templateOf(revision)) === text);
  const newest = all.at(-1)?.revision ?? 0;
  if (known?.revision === newest) return known;
  if (known) return store.update<ControllerRevision>(REVISIONS, { ...known, revision: newest + 1 });
  const hash = contentHash(text);
  return store.create<ControllerRevision>(REVISIONS, {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: { ...template.metadata?.labels, [REVISION_HASH]: hash },
      ownerReferences: [controllerReference(workload)],
    },
    data: { spec: { template: { ...template, $patch: "replace" } } },
    revision: newest + 1,
  });
}

/** Removes what goes beyond the history, the oldest first, and nothing that a pod still is of. */
export function removeOldRevisions(
  store: ObjectStore,
  workload: RevisedWorkload,
  pods: readonly Pod[],
  kept: readonly string[],
): void {
  const limit = workload.spec.revisionHistoryLimit ?? HISTORY_LIMIT;
  const live = new Set(pods.map(({ metadata }) => metadata.labels?.[REVISION_HASH]));
  const old = listRevisions(store, workload).filter(
    ({ metadata }) =>
      !kept.includes(metadata.name) &&
      !live.has(metadata.name) &&
      !live.has(metadata.labels?.[REVISION_HASH]),
  );
  for (const { metadata } of old.slice(0, Math.max(0, old.length - limit)))
    store.delete(REVISIONS, metadata.namespace ?? "", metadata.name);
}
