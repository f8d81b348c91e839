import { z } from "zod";
import { environmentId } from "./references.ts";
import { storedText } from "./stored-text.ts";

export const freezeWindowRow = z.object({
  id: z.uuid(),
  title: z.string(),
  environment: environmentId,
  /** Null: every service of the environment. */
  services: z.array(z.string()).nullable(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  reason: z.string(),
  /** Members who may act all the same, and services that are exempt. */
  exceptMemberIds: z.array(z.uuid()),
  exceptServices: z.array(z.string()),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  /** Another one after each change: the `resourceVersion` that a person who changes it has seen. */
  updatedAt: z.iso.datetime(),
  cancelledAt: z.iso.datetime().nullable(),
  state: z.enum(["scheduled", "active", "ended", "cancelled"]),
});
export type FreezeWindowRow = z.infer<typeof freezeWindowRow>;

export const freezeWindowInput = z
  .strictObject({
    title: storedText.trim().min(1).max(120),
    environment: environmentId,
    services: z.array(storedText.min(1).max(100)).min(1).max(50).nullable(),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    exceptMemberIds: z.array(z.uuid()).max(50).default([]),
    exceptServices: z.array(storedText.min(1).max(100)).max(50).default([]),
  })
  // Also asked of times that are none, which have been reported already: NaN compares as false.
  .refine((window) => !(Date.parse(window.endsAt) <= Date.parse(window.startsAt)), {
    path: ["endsAt"],
    message: "must be after the start",
  });
export type FreezeWindowInput = z.infer<typeof freezeWindowInput>;
