import { z } from "zod";

const schema = z.object({
  /** Sends data and reads none. */
  DD_API_KEY: z.string().min(1),
  DD_SITE: z
    .string()
    .regex(/^[a-z0-9.-]+$/)
    .default("datadoghq.com"),
});

/** Where a deployment is recorded; null where nothing is set, as in an installation without Datadog. */
export function readRecorder(source: NodeJS.ProcessEnv = process.env): z.infer<typeof schema> | null {
  return schema.safeParse({ ...source, DD_SITE: source.DD_SITE || undefined }).data ?? null;
}
