import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../../../world/clock.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import {
  type Controller,
  ownerKey,
  ownKey,
  type ReconcileKey,
  type ReconcileResult,
} from "../controller-runtime.ts";
import { createPod, REFUSED_RETRY_MS } from "../create-pod.ts";
import { deletePod } from "../delete-pod.ts";
import { createEventRecorder } from "../event-recorder.ts";
import type { Pod } from "../pod.ts";
import { findEnd, type Job, type JobStatus, TRACKING_FINALIZER } from "./job.ts";
import { type JobPlan, planJob } from "./job-plan.ts";
import { newJobPod } from "./job-pod.ts";

/** The status when so many of the planned pods could not be made. */
function withoutMissing(status: JobStatus, missing: number): JobStatus {
  const { active: planned = 0, ...rest } = status;
  return planned > missing ? { ...rest, active: planned - missing } : rest;
}

/** Runs jobs to their end: makes pods, counts how they end, and gives up at the limits. */
export function createJobController({ store, clock }: { store: ObjectStore; clock: Clock }): Controller {
  const record = createEventRecorder({ store, clock, component: "job-controller" });

  function reconcile({ namespace, name }: ReconcileKey): ReconcileResult | undefined {
    const job = store.find<Job>("jobs.batch", namespace, name);
    if (!job || job.metadata.deletionTimestamp || findEnd(job)) return;
    const pods = store.list<Pod>("pods", { namespace, ownerUid: job.metadata.uid });
    const plan = planJob(job, pods, clock.now());
    const made = createPods(job, plan.create);
    const status = withoutMissing(plan.status, plan.create.length - made);
    if (!isDeepStrictEqual(status, job.status)) store.updateStatus<Job>("jobs.batch", { ...job, status });
    for (const pod of plan.untrack) releaseJobPod(store, pod);
    for (const pod of plan.remove) deletePod(store, record, job, pod);
    for (const event of plan.events) record(job, event);
    const waits = [plan.requeueAfterMs, made < plan.create.length ? REFUSED_RETRY_MS : undefined];
    const next = Math.min(...waits.filter((wait) => wait !== undefined));
    return Number.isFinite(next) ? { requeueAfterMs: next } : undefined;
  }

  /** How many were made until the first refusal. */
  function createPods(job: Job, indexes: JobPlan["create"]): number {
    const refused = indexes.findIndex(
      (index) => "refusal" in createPod(store, record, job, newJobPod(job, index)),
    );
    return refused < 0 ? indexes.length : refused;
  }

  return {
    name: "job",
    reconcile,
    watches: [
      { resource: "jobs.batch", map: ownKey },
      { resource: "pods", map: ownerKey("Job") },
    ],
  };
}

/** Lets a pod go that nobody has to count any longer. */
export function releaseJobPod(store: ObjectStore, pod: Pod): void {
  const { namespace = "", name, uid } = pod.metadata;
  const current = store.find<Pod>("pods", namespace, name);
  if (current?.metadata.uid !== uid || !current.metadata.finalizers?.includes(TRACKING_FINALIZER)) return;
  const finalizers = current.metadata.finalizers.filter((finalizer) => finalizer !== TRACKING_FINALIZER);
  store.update<Pod>("pods", { ...current, metadata: { ...current.metadata, finalizers } });
}
