import { z } from "zod";
import { storedText } from "./stored-text.ts";

/** Fields of every filter over a log that is read newest first, a page at a time. */
export const pageFilter = {
  from: z.iso.datetime().optional(),
  /** Exclusive. */
  to: z.iso.datetime().optional(),
  /** `nextCursor` of the page before. */
  cursor: storedText.max(200).optional(),
  /** tRPC's infinite queries send it beside the cursor; pages only go forward. */
  direction: z.literal("forward").optional(),
};
