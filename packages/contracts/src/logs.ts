import { z } from "zod";
import { workloadRef } from "./references.ts";

/** Query of `GET /api/stream/logs`: server-sent events named `line`, `notice` and `end`. */
export const logQuery = z.strictObject({
  ...workloadRef.shape,
  pod: z.string().max(253).optional(),
  container: z.string().max(63).optional(),
  sidecars: z.stringbool().default(false),
  previous: z.stringbool().default(false),
  follow: z.stringbool().default(true),
  tailLines: z.coerce.number().int().min(1).max(5000).default(200),
  sinceTime: z.iso.datetime({ offset: true }).optional(),
});
export type LogQuery = z.infer<typeof logQuery>;

export const logLine = z.object({
  /** Stable over reconnects: `<pod>/<container>@<time>#<n>`. */
  id: z.string(),
  time: z.string(),
  pod: z.string(),
  container: z.string(),
  level: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "unknown"]),
  text: z.string(),
});
export type LogLine = z.infer<typeof logLine>;

/** Something the reader must know: lines were dropped, a pod was left out, a pod ended. */
export const logNotice = z.object({
  kind: z.enum(["dropped", "pod-limit", "pod-joined", "pod-left", "never-restarted", "unavailable"]),
  message: z.string(),
  dropped: z.number().optional(),
});
export type LogNotice = z.infer<typeof logNotice>;
