import type { DisputeGround } from "@horizon/contracts/backend";
import type { DisputeItem } from "@horizon/db/dispute";
import type { AdverseKind } from "../domain/obsolescence.ts";
import type { GatedItem } from "../domain/round-gate.ts";

/** Text columns are what the routes and checks let in. */
export function toGatedItem({
  state,
  bureau,
  ground,
  outcome,
  adverseKind,
  adverseSince,
}: DisputeItem): GatedItem {
  return {
    state,
    bureau,
    ground: ground as DisputeGround,
    outcome,
    adverse: adverseKind && adverseSince ? { kind: adverseKind as AdverseKind, since: adverseSince } : null,
  };
}
