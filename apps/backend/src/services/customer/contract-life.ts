import { addDays, dateInZone } from "@horizon/calendar";
import type { Db } from "@horizon/db";
import {
  type Contract,
  type ContractDelivery,
  findContract,
  lockContract,
  lockCustomer,
  recordDeliveries,
  updateContract,
} from "@horizon/db/customer";
import type { Actor } from "../../platform/actor.ts";
import { computeContractDates } from "./domain/contract-dates.ts";
import { contractMachine } from "./machines.ts";
import { activateIfReady } from "./move-customer.ts";
import { recordChange } from "./record-change.ts";

interface Doing {
  readonly actor: Actor;
  readonly now: Date;
}

export function contractObject({ id }: Contract) {
  return { type: "contract", id };
}

export function contractData({ id, customerId }: Contract) {
  return { contract_id: id, customer_id: customerId };
}

/** The copies were handed over: the window begins and its dates are known from now on (CROA-5, 6, 7). The row is locked. */
export async function giveCopies(
  db: Db,
  contract: Contract,
  deliveries: readonly ContractDelivery[],
  { copiesGivenOn, packetDocumentId }: { copiesGivenOn: string; packetDocumentId: string },
  { actor, now }: Doing,
): Promise<Contract> {
  const { signedOn, cancelBusinessDays, zone, durationDays } = contract;
  if (signedOn === null || contract.copiesGivenAt !== null) return contract;
  const dates = computeContractDates(signedOn, copiesGivenOn, cancelBusinessDays, zone);
  await recordDeliveries(db, contract.id, deliveries);
  const changed = await updateContract(db, contract.id, {
    ...dates,
    copiesGivenAt: now,
    packetDocumentId,
    promisedEnd: addDays(signedOn, durationDays),
  });
  await recordChange(db, actor, {
    type: "contract.copies_given.v1",
    data: {
      ...contractData(contract),
      cancel_deadline: dates.cancelDeadline,
      cancel_deadline_at: dates.cancelDeadlineAt.toISOString(),
      service_not_before: dates.serviceNotBefore,
    },
    customerId: contract.customerId,
    object: contractObject(contract),
    at: now,
  });
  return changed;
}

/** Ends the hold of a contract whose window is over. The row is locked. @returns the contract as it is then. */
export async function releaseIfDue(db: Db, contract: Contract, { actor, now }: Doing): Promise<Contract> {
  const { status, cancelDeadlineAt } = contract;
  if (status !== "signed" || cancelDeadlineAt === null || now < cancelDeadlineAt) return contract;
  contractMachine.assertEdge(status, "in_force");
  const changed = await updateContract(db, contract.id, { status: "in_force", inForceAt: now });
  await recordChange(db, actor, {
    type: "contract.in_force.v1",
    data: contractData(contract),
    customerId: contract.customerId,
    object: contractObject(contract),
    at: now,
    before: { status },
    after: { status: "in_force" },
  });
  return changed;
}

/** Locks customer and contract in this order, releases the hold if it is due, and lets the customer be served if ready. */
export async function releaseContract(
  db: Db,
  contractId: string,
  customerId: string,
  doing: Doing,
): Promise<boolean> {
  await lockCustomer(db, customerId);
  const contract = await lockContract(db, contractId);
  if (contract === null || contract.status !== "signed") return false;
  const released = await releaseIfDue(db, contract, doing);
  if (released.status !== "in_force") return false;
  await activateIfReady(db, customerId, doing);
  return true;
}

/** Nobody took the offer in time. */
export async function expireOffer(db: Db, contractId: string, { actor, now }: Doing): Promise<boolean> {
  const found = await findContract(db, contractId);
  if (found === null) return false;
  await lockCustomer(db, found.customerId);
  const contract = await lockContract(db, contractId);
  if (contract?.status !== "offered" || contract.offerExpiresAt === null || now < contract.offerExpiresAt) {
    return false;
  }
  contractMachine.assertEdge(contract.status, "expired");
  await updateContract(db, contract.id, { status: "expired", endedAt: now });
  await recordChange(db, actor, {
    type: "contract.expired.v1",
    data: contractData(contract),
    customerId: contract.customerId,
    object: contractObject(contract),
    at: now,
    before: { status: "offered" },
    after: { status: "expired" },
  });
  return true;
}

export function todayOf(contract: { readonly zone: string }, now: Date): string {
  return dateInZone(now, contract.zone);
}

/** Takes back what was not signed. The row is locked. */
export async function withdrawContract(
  db: Db,
  contract: Contract,
  endReason: string,
  { actor, now }: Doing,
): Promise<Contract> {
  contractMachine.assertEdge(contract.status, "withdrawn");
  const changed = await updateContract(db, contract.id, { status: "withdrawn", endedAt: now, endReason });
  await recordChange(db, actor, {
    type: "contract.withdrawn.v1",
    data: contractData(contract),
    customerId: contract.customerId,
    object: contractObject(contract),
    at: now,
    before: { status: contract.status },
    after: { status: "withdrawn" },
  });
  return changed;
}
