import { type CustomerStanding, customerStanding } from "@horizon/contracts/backend";
import type { ClientPrincipal, UserPrincipal } from "./access-token.ts";
import type { ServiceContext } from "./context.ts";
import { internalPath } from "./internal-path.ts";
import { commonProblems } from "./problems.ts";

/**
 * Where a customer stands in law, now: asked of customer-service each time, for a right that ended must not be used.
 *
 * @throws ProblemError resource.not_found, or upstream.unavailable: without an answer nothing is allowed.
 */
export async function getStanding(
  { services }: ServiceContext,
  customerId: string,
  requestId?: string,
): Promise<CustomerStanding> {
  const path = internalPath`/internal/customers/${customerId}/standing`;
  const standing = await services["customer-service"].find(path, customerStanding, { requestId });
  if (standing === null) throw commonProblems.problem("resource.not_found");
  return standing;
}

/** Whether this person may see this customer's things: themselves, their agent, and the roles that see all. */
export function maySeeCustomer(
  principal: UserPrincipal | ClientPrincipal,
  standing: Pick<CustomerStanding, "customer_id" | "agent_user_id">,
): boolean {
  if (principal.kind === "client") return false;
  switch (principal.role) {
    case "customer":
      return principal.customerId === standing.customer_id;
    case "agent":
      return principal.userId === standing.agent_user_id;
    case "billing":
    case "compliance":
    case "admin":
    case "auditor":
      return true;
  }
}

/**
 * The customer's standing, if the caller may see their things at all; the route's roles have already said what they may do.
 *
 * @throws ProblemError resource.not_found otherwise, so that a stranger does not learn who is a customer.
 */
export async function authorizeCustomer(
  context: ServiceContext,
  principal: UserPrincipal | ClientPrincipal,
  customerId: string,
  requestId?: string,
): Promise<CustomerStanding> {
  if (principal.kind === "user" && principal.role === "customer" && principal.customerId !== customerId) {
    throw commonProblems.problem("resource.not_found");
  }
  const standing = await getStanding(context, customerId, requestId);
  if (!maySeeCustomer(principal, standing)) throw commonProblems.problem("resource.not_found");
  return standing;
}
