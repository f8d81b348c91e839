import { isDeepStrictEqual } from "node:util";
import { findScheduleFault, isTimeZone } from "../../controllers/cron-jobs/cron-schedule.ts";
import type { KubeObject } from "../../store/object-store.ts";
import { numberAt, readPath, textAt } from "../../store/read-path.ts";
import type { StatusCause } from "../../store/status-error.ts";
import { invalidValue, notSupported, required } from "./field-causes.ts";
import { validatePodSpec } from "./validate-pod-spec.ts";

const NEGATIVE = "must be greater than or equal to 0";
const POLICIES = ["Allow", "Forbid", "Replace"];
const COUNTS = [
  "parallelism",
  "completions",
  "activeDeadlineSeconds",
  "backoffLimit",
  "ttlSecondsAfterFinished",
];
/** A job's name ends with eleven more characters, and has 63 at most. */
const MAX_CRON_JOB_NAME = 52;

const negatives = (object: KubeObject, path: string[], fields: readonly string[]): StatusCause[] =>
  fields.flatMap((field) => {
    const value = numberAt(object, [...path, field]);
    return value !== undefined && value < 0
      ? [invalidValue([...path, field].join("."), value, NEGATIVE)]
      : [];
  });

function jobSpecFaults(object: KubeObject, path: string[]): StatusCause[] {
  const isIndexed = textAt(object, [...path, "completionMode"]) === "Indexed";
  const lacksCount = isIndexed && numberAt(object, [...path, "completions"]) === undefined;
  return [
    ...negatives(object, path, COUNTS),
    ...(lacksCount ? [required([...path, "completions"].join("."), "when completion mode is Indexed")] : []),
    ...validatePodSpec(
      readPath(object, [...path, "template", "spec"]),
      [...path, "template.spec"].join("."),
      ["OnFailure", "Never"],
    ),
  ];
}

/** What a job runs, and how often, is fixed when it is made. */
export function validateJob(job: KubeObject, previous: KubeObject | undefined): StatusCause[] {
  const causes = jobSpecFaults(job, ["spec"]);
  if (!previous) return causes;
  const changed = (path: string[]) => !isDeepStrictEqual(readPath(job, path), readPath(previous, path));
  if (changed(["spec", "template", "spec"]))
    causes.push(invalidValue("spec.template", readPath(job, ["spec", "template"]), "field is immutable"));
  const isIndexed = textAt(job, ["spec", "completionMode"]) === "Indexed";
  for (const field of isIndexed ? ["completionMode"] : ["completions", "completionMode"]) {
    if (changed(["spec", field]))
      causes.push(invalidValue(`spec.${field}`, readPath(job, ["spec", field]), "field is immutable"));
  }
  return causes;
}

export function validateCronJob(cronJob: KubeObject): StatusCause[] {
  const causes: StatusCause[] = [];
  const { name = "" } = cronJob.metadata;
  if (name.length > MAX_CRON_JOB_NAME)
    causes.push(invalidValue("metadata.name", name, `must be no more than ${MAX_CRON_JOB_NAME} characters`));
  const schedule = textAt(cronJob, ["spec", "schedule"]) ?? "";
  const fault = findScheduleFault(schedule);
  if (schedule === "") causes.push(required("spec.schedule"));
  else if (/^(TZ|CRON_TZ)=/.test(schedule)) {
    const why = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
    causes.push(invalidValue("spec.schedule", schedule, why));
  } else if (fault) causes.push(invalidValue("spec.schedule", schedule, fault));
  const timeZone = textAt(cronJob, ["spec", "timeZone"]);
  if (timeZone !== undefined && !isTimeZone(timeZone))
    causes.push(invalidValue("spec.timeZone", timeZone, `unknown time zone ${timeZone}`));
  const policy = textAt(cronJob, ["spec", "concurrencyPolicy"]);
  if (policy && !POLICIES.includes(policy))
    causes.push(notSupported("spec.concurrencyPolicy", policy, POLICIES));
  const counts = ["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"];
  return [
    ...causes,
    ...negatives(cronJob, ["spec"], counts),
    ...jobSpecFaults(cronJob, ["spec", "jobTemplate", "spec"]),
  ];
}
