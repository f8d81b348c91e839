import { z } from "zod";

/** RFC 5321 allows 254 characters. */
export const emailAddress = z.email().max(254);

/** A password that is to be stored. Its policy is checked by `acceptPassword`; this keeps out what is no password at all. */
export const newPassword = z
  .string()
  .min(1)
  .max(1_000)
  .describe("8 to 128 characters of any kind; spaces and long phrases are welcome");

/** A password that is to be compared. */
export const typedPassword = z.string().min(1).max(1_000);

/** A token of ours, in base64url. */
export const secretField = z.string().min(20).max(200);
