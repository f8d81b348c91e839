import { z } from "zod";

/** How much a monitor may disturb: who is told follows from it. */
export type MonitorSeverity = "critical" | "warning" | "informational";

/** Datadog's thresholds; `critical` must be the number in the query, which its API checks as well. */
const thresholds = z.strictObject({
  critical: z.number(),
  warning: z.number().optional(),
  criticalRecovery: z.number().optional(),
  warningRecovery: z.number().optional(),
  /** For service checks: how many good answers in a row end the alert. */
  ok: z.number().int().positive().optional(),
});

const monitor = z.strictObject({
  name: z.string().min(1).max(120),
  type: z.enum(["query alert", "service check", "event-v2 alert", "log alert"], {
    error:
      'type must be "query alert", "service check", "event-v2 alert" or "log alert"; a metric monitor is a "query alert"',
  }),
  query: z.string().min(1),
  /** What the person who is woken reads; Datadog's template variables work. */
  message: z.string().min(1),
  thresholds,
  /** Datadog handles: `@pagerduty-…`, `@slack-…`, `@<mail address>`. */
  notify: z.array(z.string().regex(/^@\S+$/, "a handle starts with @ and has no spaces")).min(1),
  tags: z.array(z.string().regex(/^[a-z_]+:\S+$/, "a tag is key:value")),
  /** 1 and 2 are critical, 3 is a warning, 4 and 5 inform. */
  priority: z.int().min(1).max(5),
  /** Minutes between reminders while it lasts; null for none. */
  renotifyMinutes: z.int().positive().nullable(),
  /** Minutes without data that are an alert of their own; null where silence is normal. */
  noDataMinutes: z.int().positive().nullable(),
  /** Minutes that a metric comes late: 15 for what CloudWatch delivers. */
  evaluationDelayMinutes: z.int().positive().optional(),
  runbook: z.string().regex(/^runbooks\/[a-z0-9-]+\.md$/, "runbook is runbooks/<name>.md"),
});

export type Monitor = z.infer<typeof monitor>;

export const monitorFile = z.strictObject({ monitors: z.array(monitor).min(1) });

export function severityOf({ priority }: Pick<Monitor, "priority">): MonitorSeverity {
  if (priority <= 2) return "critical";
  return priority === 3 ? "warning" : "informational";
}
