import { type CivilDate, dateInZone } from "@horizon/calendar";
import type { CustomerStanding } from "@horizon/contracts/backend";
import type { DisputeContext } from "./context.ts";
import { problem } from "./problems.ts";

/** The date where the customer is. */
export function todayOf(context: DisputeContext, { zone }: { readonly zone: string }): CivilDate {
  return dateInZone(context.clock.now(), zone);
}

/** Why no service may be performed for a customer on a day; null when it may. */
export function findServiceObstacle(
  { contract, status }: Pick<CustomerStanding, "contract" | "status">,
  on: CivilDate,
): "croa.service_hold" | "contract.not_in_force" | "customer.not_active" | null {
  // First the hold: while the right to cancel runs, nothing else matters (CROA-6).
  if (contract === null) return "contract.not_in_force";
  if (contract.service_not_before === null || on < contract.service_not_before) return "croa.service_hold";
  if (contract.status !== "in_force") return "contract.not_in_force";
  return status === "active" ? null : "customer.not_active";
}

/** @throws ProblemError unless a service may be performed for the customer on that day. */
export function assertServiceAllowed(standing: CustomerStanding, on: CivilDate): void {
  const obstacle = findServiceObstacle(standing, on);
  if (obstacle === null) return;
  const since = standing.contract?.service_not_before;
  throw problem(obstacle, {
    ...(obstacle === "croa.service_hold" && since ? { detail: `Services may begin on ${since}.` } : {}),
  });
}
