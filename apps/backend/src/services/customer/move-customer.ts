import type { CustomerStatus } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import {
  type CustomerRecord,
  findNewestContract,
  listCurrentConsents,
  lockCustomer,
  updateCustomer,
} from "@horizon/db/customer";
import type { Actor } from "../../platform/actor.ts";
import { type ActivationNeed, listMissingForActivation } from "./domain/activation.ts";
import { type ConsentKind, isConsentValid } from "./domain/consent-texts.ts";
import { customerMachine } from "./machines.ts";
import { recordChange } from "./record-change.ts";

const suspensionReasons = ["payment", "fraud", "compliance", "customer_request"] as const;
export type SuspensionReason = (typeof suspensionReasons)[number];
export { suspensionReasons };

type Move =
  | { readonly to: "active" | "cancelled" | "completed" | "pending" }
  | { readonly to: "suspended"; readonly reason: SuspensionReason };

/** One edge of a customer's life, with its event. The row is locked. @throws ProblemError state.invalid_transition */
export async function moveCustomer(
  db: Db,
  customer: CustomerRecord,
  move: Move,
  { actor, now }: { readonly actor: Actor; readonly now: Date },
): Promise<CustomerRecord> {
  customerMachine.assertEdge(customer.status, move.to);
  const suspendedReason = move.to === "suspended" ? move.reason : null;
  const moved = await updateCustomer(db, customer.id, { status: move.to, suspendedReason }, now);
  const change = {
    customerId: customer.id,
    object: { type: "customer", id: customer.id },
    at: now,
    before: { status: customer.status },
    after: { status: move.to },
  };
  const data = { customer_id: customer.id };
  if (move.to === "suspended") {
    const { reason } = move;
    await recordChange(db, actor, {
      ...change,
      type: "customer.suspended.v1",
      data: { ...data, reason },
      reason,
    });
  } else {
    await recordChange(db, actor, { ...change, type: eventOf(customer.status, move.to), data });
  }
  return moved;
}

function eventOf(from: CustomerStatus, to: Exclude<Move["to"], "suspended">) {
  switch (to) {
    case "active":
      return from === "suspended" ? "customer.resumed.v1" : "customer.activated.v1";
    case "cancelled":
      return "customer.cancelled.v1";
    case "completed":
      return "customer.completed.v1";
    case "pending":
      return "customer.reopened.v1";
  }
}

/** Which consents count now. */
export async function listValidConsents(db: Db, customerId: string, now: Date): Promise<Set<ConsentKind>> {
  const consents = await listCurrentConsents(db, customerId);
  return new Set(consents.filter((consent) => isConsentValid(consent, now)).map(({ kind }) => kind));
}

/**
 * Lets a pending customer be served as soon as nothing is missing.
 *
 * @returns what is still missing; null when the customer is not pending (any more).
 */
export async function activateIfReady(
  db: Db,
  customerId: string,
  { actor, now }: { readonly actor: Actor; readonly now: Date },
): Promise<ActivationNeed[] | null> {
  const customer = await lockCustomer(db, customerId);
  if (customer === null || customer.status !== "pending") return null;
  const [contract, consents] = await Promise.all([
    findNewestContract(db, customerId),
    listValidConsents(db, customerId, now),
  ]);
  const missing = listMissingForActivation({
    identityVerified: customer.identityVerifiedAt !== null,
    contractStatus: contract?.status ?? null,
    reportConsent: consents.has("report_access"),
  });
  if (missing.length === 0) await moveCustomer(db, customer, { to: "active" }, { actor, now });
  return missing;
}
