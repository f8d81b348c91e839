import { z } from "zod";

/** Text that the database can keep: it has no place for the character NUL, nor for half of a surrogate pair. */
export const storedText = z
  .string()
  .refine((text) => !text.includes("\0") && text.isWellFormed(), "has a character that cannot be kept");
