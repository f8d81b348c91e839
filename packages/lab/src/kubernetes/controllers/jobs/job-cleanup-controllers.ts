import type { Clock } from "../../../world/clock.ts";
import type { ObjectStore, StoreEvent } from "../../store/object-store.ts";
import { type Controller, ownKey, type ReconcileKey, type ReconcileResult } from "../controller-runtime.ts";
import type { Pod } from "../pod.ts";
import { findEnd, type Job, TRACKING_FINALIZER } from "./job.ts";
import { releaseJobPod } from "./job-controller.ts";

/** Lets pods go whose job went before it had counted them. */
export function createOrphanedJobPodController({ store }: { store: ObjectStore }): Controller {
  const isOrphan = ({ metadata }: Pod) => {
    if (!metadata.finalizers?.includes(TRACKING_FINALIZER)) return false;
    const owner = metadata.ownerReferences?.find(({ controller, kind }) => controller && kind === "Job");
    const job = owner && store.find("jobs.batch", metadata.namespace ?? "", owner.name);
    return job?.metadata.uid !== owner?.uid || owner === undefined;
  };
  function reconcile({ namespace, name }: ReconcileKey): undefined {
    const pod = store.find<Pod>("pods", namespace, name);
    if (pod && isOrphan(pod)) releaseJobPod(store, pod);
  }
  const orphans = (event: StoreEvent) =>
    event.type !== "DELETED" && isOrphan(event.object as Pod) ? ownKey(event) : [];
  return { name: "orphaned-job-pod", reconcile, watches: [{ resource: "pods", map: orphans }] };
}

/** Deletes jobs, and their pods before them, once they are over for as long as `ttlSecondsAfterFinished` says. */
export function createFinishedJobController(options: { store: ObjectStore; clock: Clock }): Controller {
  const { store, clock } = options;
  function reconcile({ namespace, name }: ReconcileKey): ReconcileResult | undefined {
    const job = store.find<Job>("jobs.batch", namespace, name);
    const end = job && findEnd(job);
    if (!end || job.metadata.deletionTimestamp || job.spec.ttlSecondsAfterFinished === undefined) return;
    const endedMs = Date.parse(end.lastTransitionTime ?? job.metadata.creationTimestamp);
    const leftMs = endedMs + job.spec.ttlSecondsAfterFinished * 1000 - clock.now();
    if (leftMs > 0) return { requeueAfterMs: leftMs };
    store.delete("jobs.batch", namespace, name, { propagationPolicy: "Foreground" });
  }
  return {
    name: "ttl-after-finished",
    reconcile,
    watches: [{ resource: "jobs.batch", map: (event) => (event.type === "DELETED" ? [] : ownKey(event)) }],
  };
}
