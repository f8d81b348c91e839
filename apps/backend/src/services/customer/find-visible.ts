import type { Db } from "@horizon/db";
import {
  type Contract,
  type CustomerDocument,
  type CustomerRecord,
  findContract,
  findCustomer,
  findDocument,
  lockContract,
  lockCustomer,
} from "@horizon/db/customer";
import type { UserPrincipal } from "../../platform/access-token.ts";
import { commonProblems } from "../../platform/problems.ts";
import { maySeeCustomer } from "../../platform/standing.ts";

/** @throws ProblemError resource.not_found for what does not exist and for what is not the caller's alike. */
function visible(principal: UserPrincipal, customer: CustomerRecord | null): CustomerRecord {
  if (
    customer === null ||
    !maySeeCustomer(principal, { customer_id: customer.id, agent_user_id: customer.agentUserId })
  ) {
    throw commonProblems.problem("resource.not_found");
  }
  return customer;
}

export async function getVisibleCustomer(
  db: Db,
  principal: UserPrincipal,
  id: string,
): Promise<CustomerRecord> {
  return visible(principal, await findCustomer(db, id));
}

/** The same, its row held until the transaction ends. */
export async function lockVisibleCustomer(
  db: Db,
  principal: UserPrincipal,
  id: string,
): Promise<CustomerRecord> {
  return visible(principal, await lockCustomer(db, id));
}

interface CustomersContract {
  readonly customer: CustomerRecord;
  readonly contract: Contract;
}

export async function getVisibleContract(
  db: Db,
  principal: UserPrincipal,
  id: string,
): Promise<CustomersContract> {
  const contract = await findContract(db, id);
  if (contract === null) throw commonProblems.problem("resource.not_found");
  return { contract, customer: await getVisibleCustomer(db, principal, contract.customerId) };
}

/** Locks the customer first, then the contract: always in this order, so that no two requests wait for each other. */
export async function lockVisibleContract(
  db: Db,
  principal: UserPrincipal,
  id: string,
): Promise<CustomersContract> {
  const { customerId } = (await getVisibleContract(db, principal, id)).contract;
  const customer = await lockVisibleCustomer(db, principal, customerId);
  const contract = await lockContract(db, id);
  if (contract === null) throw commonProblems.problem("resource.not_found");
  return { customer, contract };
}

export async function getVisibleDocument(
  db: Db,
  principal: UserPrincipal,
  id: string,
): Promise<CustomerDocument> {
  const document = await findDocument(db, id);
  if (document === null) throw commonProblems.problem("resource.not_found");
  await getVisibleCustomer(db, principal, document.customerId);
  return document;
}

/** @throws ProblemError resource.stale when the caller read another version. */
export function assertVersion(row: { readonly version: number }, ifMatch: number): void {
  if (row.version !== ifMatch) throw commonProblems.problem("resource.stale");
}
