import type { KubeObject } from "../object-store.ts";
import { isJsonObject, type JsonObject } from "../read-path.ts";
import { changeAt, fillDefaults } from "./fill-defaults.ts";
import { withSpec } from "./kind-defaults.ts";
import { defaultPodTemplate } from "./pod-defaults.ts";

const JOB = {
  completionMode: "NonIndexed",
  backoffLimit: 6,
  suspend: false,
  podReplacementPolicy: "TerminatingOrFailed",
};

/** By which a job's pods are known: the registry's strategy writes them once the job has a uid. */
function withIdentity(spec: JsonObject, { uid, name }: KubeObject["metadata"]): JsonObject {
  if (!uid || spec.manualSelector === true) return spec;
  const own = { "batch.kubernetes.io/controller-uid": uid, "batch.kubernetes.io/job-name": name };
  const labels = { ...own, "controller-uid": uid, "job-name": name };
  const matchLabels = { "batch.kubernetes.io/controller-uid": uid };
  return changeAt(fillDefaults(spec, { selector: { matchLabels } }), "template", (template) =>
    fillDefaults(template, { metadata: { labels } }),
  );
}

export const defaultJob = (job: KubeObject) =>
  withSpec(job, (spec) => {
    // Without a count of completions, and with workers, pods take work from a queue.
    const count = spec.completions === undefined && spec.parallelism === undefined ? { completions: 1 } : {};
    const filled = fillDefaults(spec, { ...JOB, ...count, parallelism: 1 });
    return defaultPodTemplate(withIdentity(filled, job.metadata));
  });

export const defaultCronJob = (cronJob: KubeObject) =>
  withSpec(cronJob, (spec) =>
    changeAt(
      fillDefaults(spec, {
        concurrencyPolicy: "Allow",
        suspend: false,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
      }),
      "jobTemplate",
      (template) => (isJsonObject(template.spec) ? changeAt(template, "spec", defaultPodTemplate) : template),
    ),
  );
