import type { CustomerStanding } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import {
  type CreditElement,
  type CreditFinding,
  type CreditReport,
  findCreditReport,
  findElement,
  findFinding,
} from "@horizon/db/credit";
import type { UserPrincipal } from "../../platform/access-token.ts";
import { commonProblems } from "../../platform/problems.ts";
import { authorizeCustomer } from "../../platform/standing.ts";
import type { CreditContext } from "./context.ts";
import { creditProblems } from "./problems.ts";

interface Caller {
  readonly principal: UserPrincipal;
  readonly requestId: string;
  /** Of the request: a second connection beside its transaction would wait for others that wait alike. */
  readonly db: Db;
}

const stepUpMs = 5 * 60_000;

/** A customer shows the second factor before their report is shown (GLB-1); staff hold one anyway. */
function assertSteppedUp({ role, steppedUpAt }: UserPrincipal): void {
  const fresh = steppedUpAt !== null && Date.now() - steppedUpAt.getTime() <= stepUpMs;
  if (role === "customer" && !fresh) {
    throw commonProblems.problem("auth.step_up_required", {
      rule: "GLB-1",
      headers: { "www-authenticate": 'Bearer error="insufficient_user_authentication", acr_values="2"' },
    });
  }
}

/** The standing of a customer whose report data the caller may see. @throws ProblemError resource.not_found */
export async function authorizeReader(
  context: CreditContext,
  { principal, requestId }: Caller,
  customerId: string,
): Promise<CustomerStanding> {
  const standing = await authorizeCustomer(context, principal, customerId, requestId);
  assertSteppedUp(principal);
  return standing;
}

/** @throws ProblemError resource.not_found for what does not exist and for what is not the caller's alike. */
export async function getVisibleReport(
  context: CreditContext,
  caller: Caller,
  id: string,
): Promise<{ report: CreditReport; standing: CustomerStanding }> {
  const report = await findCreditReport(caller.db, id);
  if (report === null) throw commonProblems.problem("resource.not_found");
  return { report, standing: await authorizeReader(context, caller, report.customerId) };
}

/** A report whose contents can be shown. @throws ProblemError report.not_read while they cannot. */
export async function getReadReport(context: CreditContext, caller: Caller, id: string) {
  const found = await getVisibleReport(context, caller, id);
  if (!["parsed", "needs_review", "superseded"].includes(found.report.state)) {
    throw creditProblems.problem("report.not_read", { members: { state: found.report.state } });
  }
  return found;
}

export async function getVisibleTradeline(
  context: CreditContext,
  caller: Caller,
  id: string,
): Promise<{ element: CreditElement; report: CreditReport; standing: CustomerStanding }> {
  const element = await findElement(caller.db, id);
  if (element === null || (element.kind !== "tradeline" && element.kind !== "collection")) {
    throw commonProblems.problem("resource.not_found");
  }
  return { element, ...(await getVisibleReport(context, caller, element.reportId)) };
}

export async function getVisibleFinding(
  context: CreditContext,
  caller: Caller,
  id: string,
): Promise<{ finding: CreditFinding; standing: CustomerStanding }> {
  const finding = await findFinding(caller.db, id);
  if (finding === null) throw commonProblems.problem("resource.not_found");
  const { standing } = await getVisibleReport(context, caller, finding.reportId);
  return { finding, standing };
}
