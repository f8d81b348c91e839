import { z } from "zod";
import { fieldChange } from "./actions.ts";
import { pageFilter } from "./page-filter.ts";
import { environmentId } from "./references.ts";
import { storedText } from "./stored-text.ts";

export const changeType = z.enum(["deploy", "rollout", "scale", "config", "restart", "pod", "node"]);
export type ChangeType = z.infer<typeof changeType>;

/** What the change feed stores when something in a cluster changed. */
export const changeEntry = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  environment: environmentId,
  cluster: z.string(),
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
  uid: z.string(),
  resourceVersion: z.string(),
  service: z.string().nullable(),
  type: changeType,
  /** One sentence: `api-gateway moved to step 3 of 6 (25 %)`. */
  summary: z.string(),
  fields: z.array(fieldChange),
  /** Filled when an intent caused it. */
  actor: z.string().nullable(),
  reason: z.string().nullable(),
  intentId: z.uuid().nullable(),
});
export type ChangeEntry = z.infer<typeof changeEntry>;

export const changeFilter = z.strictObject({
  environment: environmentId.optional(),
  service: storedText.max(100).optional(),
  namespace: storedText.max(253).optional(),
  kind: storedText.max(63).optional(),
  name: storedText.max(253).optional(),
  types: z.array(changeType).max(10).optional(),
  actor: storedText.max(100).optional(),
  ...pageFilter,
  limit: z.int().min(1).max(200).default(50),
});
export type ChangeFilter = z.infer<typeof changeFilter>;

export const changePage = z.object({ entries: z.array(changeEntry), nextCursor: z.string().nullable() });
export type ChangePage = z.infer<typeof changePage>;
