import { z } from "zod";
import { storedText } from "./stored-text.ts";

export const roles = ["viewer", "manager", "operator", "oncall", "admin"] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

export const memberRow = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role,
  active: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type MemberRow = z.infer<typeof memberRow>;

export const newMember = z.strictObject({
  email: z.email().max(254),
  name: storedText.trim().min(1).max(100),
  role,
});
export type NewMember = z.infer<typeof newMember>;
