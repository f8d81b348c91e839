import { bureaus, disputeOutcomes, roundStates } from "@horizon/contracts/backend";
import type { DisputeRound } from "@horizon/db/dispute";
import { z } from "zod";
import { idOut, publicIdOf } from "../../../platform/ids.ts";
import { type LetterKind, letterKinds } from "../domain/letter-kinds.ts";
import { recipientKinds } from "../domain/recipients.ts";
import { prefixes } from "../ids.ts";

const date = z.string().nullable();

export const roundView = z.strictObject({
  id: idOut(prefixes.round),
  customer_id: idOut(prefixes.customer),
  kind: z.enum(letterKinds),
  number: z.int(),
  recipient: z.strictObject({
    kind: z.enum(recipientKinds),
    bureau: z.enum(bureaus).nullable(),
    name: z.string(),
    address: z.strictObject({
      line1: z.string(),
      line2: z.string().nullable(),
      city: z.string(),
      state: z.string(),
      postal_code: z.string(),
    }),
  }),
  statement: z.string().nullable(),
  validation_notice_on: date,
  state: z.enum(roundStates),
  items: z.array(
    z.strictObject({
      item_id: idOut(prefixes.item),
      outcome: z.enum(disputeOutcomes).nullable(),
      outcome_on: date,
    }),
  ),
  mailed_on: date,
  received_on: date,
  received_estimated: z.boolean(),
  extended: z.boolean(),
  /** Null for a recipient whom no law sets a deadline. */
  last_day: date,
  overdue_from: date,
  no_response_from: date,
  follow_up_on: date,
  version: z.int(),
  created_at: z.string(),
});

export function toRoundView(round: DisputeRound): z.input<typeof roundView> {
  const { kind, bureau, name, address } = round.recipient;
  const { postalCode, ...rest } = address;
  return {
    id: publicIdOf(prefixes.round, round.id),
    customer_id: publicIdOf(prefixes.customer, round.customerId),
    kind: round.kind as LetterKind,
    number: round.number,
    recipient: {
      kind: kind as (typeof recipientKinds)[number],
      bureau: bureau as (typeof bureaus)[number] | null,
      name,
      address: { ...rest, postal_code: postalCode },
    },
    statement: round.statement,
    validation_notice_on: round.validationNoticeOn,
    state: round.state,
    items: round.items.map(({ itemId, outcome, outcomeOn }) => ({
      item_id: publicIdOf(prefixes.item, itemId),
      outcome,
      outcome_on: outcomeOn,
    })),
    mailed_on: round.mailedOn,
    received_on: round.receivedOn,
    received_estimated: round.receivedOn !== null && round.scannedOn === null,
    extended: round.extended,
    last_day: round.lastDay,
    overdue_from: round.overdueFrom,
    no_response_from: round.noResponseFrom,
    follow_up_on: round.followUpOn,
    version: round.version,
    created_at: round.createdAt.toISOString(),
  };
}
