import type { CustomerStanding } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import { type BillingInvoice, type BillingPayment, findInvoice, findPayment } from "@horizon/db/billing";
import type { ClientPrincipal, UserPrincipal } from "../../platform/access-token.ts";
import { commonProblems } from "../../platform/problems.ts";
import { authorizeCustomer } from "../../platform/standing.ts";
import type { BillingContext } from "./context.ts";

interface Caller {
  readonly principal: UserPrincipal | ClientPrincipal;
  readonly requestId: string;
  readonly db: Db;
}

interface CustomersInvoice {
  readonly invoice: BillingInvoice;
  readonly standing: CustomerStanding;
}

/** @throws ProblemError resource.not_found for what does not exist and for what is not the caller's alike. */
export async function getVisibleInvoice(
  context: BillingContext,
  { principal, requestId, db }: Caller,
  id: string,
): Promise<CustomersInvoice> {
  const invoice = await findInvoice(db, id);
  if (invoice === null) throw commonProblems.problem("resource.not_found");
  return { invoice, standing: await authorizeCustomer(context, principal, invoice.customerId, requestId) };
}

/** The same, as the caller last read it. @throws ProblemError resource.stale when it changed since. */
export async function getUnchangedInvoice(
  context: BillingContext,
  caller: Caller & { readonly ifMatch: number },
  id: string,
): Promise<CustomersInvoice> {
  const found = await getVisibleInvoice(context, caller, id);
  if (found.invoice.version !== caller.ifMatch) throw commonProblems.problem("resource.stale");
  return found;
}

/** @throws ProblemError resource.not_found for what does not exist and for what is not the caller's alike. */
export async function getVisiblePayment(
  context: BillingContext,
  caller: Caller,
  id: string,
): Promise<CustomersInvoice & { readonly payment: BillingPayment }> {
  const payment = await findPayment(caller.db, id);
  if (payment === null) throw commonProblems.problem("resource.not_found");
  return { payment, ...(await getVisibleInvoice(context, caller, payment.invoiceId)) };
}
