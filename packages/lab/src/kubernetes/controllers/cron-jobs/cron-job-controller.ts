import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../../../world/clock.ts";
import { controllerReference } from "../../store/controller-reference.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { isStatusError } from "../../store/status-error.ts";
import {
  type Controller,
  ownerKey,
  ownKey,
  type ReconcileKey,
  type ReconcileResult,
} from "../controller-runtime.ts";
import { REFUSED_RETRY_MS } from "../create-pod.ts";
import { createEventRecorder } from "../event-recorder.ts";
import type { Job } from "../jobs/job.ts";
import { kubeTime } from "../pod.ts";
import type { CronJob, CronJobStatus } from "./cron-job.ts";
import { type CronJobPlan, planCronJob } from "./cron-job-plan.ts";

/** Makes Jobs when they are due by the lab's clock, and tidies up those that are over. */
export function createCronJobController({ store, clock }: { store: ObjectStore; clock: Clock }): Controller {
  const record = createEventRecorder({ store, clock, component: "cronjob-controller" });

  function reconcile({ namespace, name }: ReconcileKey): ReconcileResult | undefined {
    const cronJob = store.find<CronJob>("cronjobs.batch", namespace, name);
    if (!cronJob) return;
    const jobs = store.list<Job>("jobs.batch", { namespace, ownerUid: cronJob.metadata.uid });
    const plan = planCronJob(cronJob, jobs, clock.now());
    for (const job of plan.remove)
      store.delete("jobs.batch", namespace, job, { propagationPolicy: "Background" });
    for (const event of plan.events) record(cronJob, event);
    const made = plan.create && create(cronJob, plan.create);
    const status = made ? { ...plan.status, ...made } : plan.status;
    if (!isDeepStrictEqual(status, cronJob.status ?? {}))
      store.updateStatus<CronJob>("cronjobs.batch", { ...cronJob, status: { ...status } });
    const wait = plan.create && !made ? REFUSED_RETRY_MS : plan.requeueAfterMs;
    return wait === undefined ? undefined : { requeueAfterMs: wait };

    function create(owner: CronJob, due: NonNullable<CronJobPlan["create"]>): CronJobStatus | undefined {
      const job = makeJob(owner, due);
      if (!job) return undefined;
      const { apiVersion, kind, metadata } = job;
      const { resourceVersion, uid } = metadata;
      const reference = { apiVersion, kind, namespace, name: metadata.name, uid, resourceVersion };
      return {
        active: [...(plan.status.active ?? []), reference],
        lastScheduleTime: kubeTime(due.scheduledMs),
      };
    }
  }

  /** Undefined when it is refused. */
  function makeJob(
    cronJob: CronJob,
    { name, scheduledMs }: NonNullable<CronJobPlan["create"]>,
  ): Job | undefined {
    const { metadata, spec } = cronJob.spec.jobTemplate;
    const scheduled = { "batch.kubernetes.io/cronjob-scheduled-timestamp": kubeTime(scheduledMs) };
    try {
      const job = store.create<Job>("jobs.batch", {
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: {
          name,
          namespace: cronJob.metadata.namespace ?? "",
          ...(metadata?.labels ? { labels: metadata.labels } : {}),
          annotations: { ...metadata?.annotations, ...scheduled },
          ownerReferences: [controllerReference(cronJob)],
        },
        spec,
      });
      record(cronJob, { type: "Normal", reason: "SuccessfulCreate", message: `Created job ${name}` });
      return job;
    } catch (error) {
      if (!isStatusError(error)) throw error;
      const message = `Error creating job: ${error.message}`;
      record(cronJob, { type: "Warning", reason: "FailedCreate", message });
      return undefined;
    }
  }

  return {
    name: "cronjob",
    reconcile,
    watches: [
      { resource: "cronjobs.batch", map: ownKey },
      { resource: "jobs.batch", map: ownerKey("CronJob") },
    ],
  };
}
