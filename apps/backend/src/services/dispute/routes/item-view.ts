import {
  bureaus,
  type DisputeGround,
  disputeGrounds,
  disputeItemStates,
  disputeOutcomes,
} from "@horizon/contracts/backend";
import type { DisputeItem } from "@horizon/db/dispute";
import { z } from "zod";
import { idOut, publicIdOf } from "../../../platform/ids.ts";
import { elementKinds, evidenceKinds } from "../domain/grounds.ts";
import { prefixes } from "../ids.ts";

export const itemView = z.strictObject({
  id: idOut(prefixes.item),
  customer_id: idOut(prefixes.customer),
  group_id: idOut(prefixes.group).nullable(),
  bureau: z.enum(bureaus),
  element_kind: z.enum(elementKinds),
  /** What the report calls it, and what the rules found about it. */
  element_id: idOut(prefixes.element).nullable(),
  finding_id: idOut(prefixes.finding).nullable(),
  label: z.string(),
  ground: z.enum(disputeGrounds),
  facts: z.array(z.string()),
  evidence: z.array(z.strictObject({ document_id: idOut(prefixes.document), kind: z.enum(evidenceKinds) })),
  adverse_since: z.string().nullable(),
  state: z.enum(disputeItemStates),
  outcome: z.enum(disputeOutcomes).nullable(),
  outcome_on: z.string().nullable(),
  rounds_count: z.int(),
  next_strategy: z.string().nullable(),
  attested_at: z.string().nullable(),
  version: z.int(),
  created_at: z.string(),
});

export function toItemView(item: DisputeItem): z.input<typeof itemView> {
  return {
    id: publicIdOf(prefixes.item, item.id),
    customer_id: publicIdOf(prefixes.customer, item.customerId),
    group_id: item.groupId && publicIdOf(prefixes.group, item.groupId),
    bureau: item.bureau,
    element_kind: item.elementKind as (typeof elementKinds)[number],
    element_id: item.elementId && publicIdOf(prefixes.element, item.elementId),
    finding_id: item.findingId && publicIdOf(prefixes.finding, item.findingId),
    label: item.label,
    ground: item.ground as DisputeGround,
    facts: [...item.facts],
    evidence: item.evidence.map(({ documentId, kind }) => ({
      document_id: publicIdOf(prefixes.document, documentId),
      kind: kind as (typeof evidenceKinds)[number],
    })),
    adverse_since: item.adverseSince,
    state: item.state,
    outcome: item.outcome,
    outcome_on: item.outcomeOn,
    rounds_count: item.roundsCount,
    next_strategy: item.nextStrategy,
    attested_at: item.attestedAt?.toISOString() ?? null,
    version: item.version,
    created_at: item.createdAt.toISOString(),
  };
}
