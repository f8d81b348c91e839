import { z } from "zod";
import { storedText } from "./stored-text.ts";

export const savedViewRow = z.object({
  id: z.uuid(),
  title: z.string(),
  path: z.string(),
  shared: z.boolean(),
  /** By whoever asked: each member has pins of their own. */
  pinned: z.boolean(),
  owner: z.string(),
  mine: z.boolean(),
});
export type SavedViewRow = z.infer<typeof savedViewRow>;

export const savedViewInput = z.strictObject({
  title: storedText.trim().min(1).max(80),
  /** A path of the console with its query; never another origin. */
  path: storedText.max(2000).regex(/^\/(?!\/)/, "must be a path of the console"),
  shared: z.boolean().default(false),
  pinned: z.boolean().default(true),
});
export type SavedViewInput = z.infer<typeof savedViewInput>;
