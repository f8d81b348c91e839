import type { DisputeItem } from "@horizon/db/dispute";
import type { Ground } from "../domain/grounds.ts";
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
    ground: ground as Ground,
    outcome,
    adverse: adverseKind && adverseSince ? { kind: adverseKind as AdverseKind, since: adverseSince } : null,
  };
}
