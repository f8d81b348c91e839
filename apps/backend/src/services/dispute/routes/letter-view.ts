import { letterStates } from "@horizon/contracts/backend";
import type { DisputeLetter } from "@horizon/db/dispute";
import { z } from "zod";
import { idOut, publicIdOf } from "../../../platform/ids.ts";
import { type LetterKind, letterKinds } from "../domain/letter-kinds.ts";
import { prefixes } from "../ids.ts";

export const letterChannels = ["certified", "first_class", "manual", "portal"] as const;

export const letterView = z.strictObject({
  id: idOut(prefixes.letter),
  round_id: idOut(prefixes.round),
  customer_id: idOut(prefixes.customer),
  template_id: idOut(prefixes.template),
  kind: z.enum(letterKinds),
  state: z.enum(letterStates),
  text: z.string(),
  sha256: z.string(),
  pages: z.int(),
  approved_by: z.array(z.enum(["customer", "compliance"])),
  channel: z.enum(letterChannels).nullable(),
  tracking_number: z.string().nullable(),
  mailed_on: z.string().nullable(),
  delivered_on: z.string().nullable(),
  fail_reason: z.string().nullable(),
  version: z.int(),
  created_at: z.string(),
});

export function toLetterView(letter: DisputeLetter): z.input<typeof letterView> {
  return {
    id: publicIdOf(prefixes.letter, letter.id),
    round_id: publicIdOf(prefixes.round, letter.roundId),
    customer_id: publicIdOf(prefixes.customer, letter.customerId),
    template_id: publicIdOf(prefixes.template, letter.templateId),
    kind: letter.kind as LetterKind,
    state: letter.state,
    text: letter.text,
    sha256: letter.sha256,
    pages: letter.pages,
    approved_by: letter.approvals.map(({ role }) => role),
    channel: letter.channel,
    tracking_number: letter.trackingNumber,
    mailed_on: letter.mailedOn,
    delivered_on: letter.deliveredOn,
    fail_reason: letter.failReason,
    version: letter.version,
    created_at: letter.createdAt.toISOString(),
  };
}
