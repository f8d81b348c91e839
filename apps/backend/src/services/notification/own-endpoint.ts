import type { Db } from "@horizon/db";
import { findWebhookEndpoint, type WebhookEndpoint } from "@horizon/db/notification";
import type { ClientPrincipal, UserPrincipal } from "../../platform/access-token.ts";
import { commonProblems } from "../../platform/problems.ts";

/** A client's endpoints are its own; those of the staff are the company's. */
export function ownerOf(principal: UserPrincipal | ClientPrincipal): string {
  return principal.kind === "client" ? `client:${principal.clientId}` : "staff";
}

/** @throws ProblemError resource.not_found for an endpoint of somebody else. */
export async function getOwnEndpoint(
  db: Db,
  principal: UserPrincipal | ClientPrincipal,
  id: string,
): Promise<WebhookEndpoint> {
  const endpoint = await findWebhookEndpoint(db, id);
  const isVisible =
    endpoint !== null && (principal.kind === "user" || endpoint.ownerId === ownerOf(principal));
  if (!isVisible) throw commonProblems.problem("resource.not_found");
  return endpoint;
}
