import type { NewAudit } from "@horizon/db/backend";
import type { ClientPrincipal, UserPrincipal } from "./access-token.ts";
import type { ServicePrincipal } from "./service-token.ts";

/** Who did it and from where, as a row of the audit says it. */
export type Actor = Pick<NewAudit, "actor" | "actorRole" | "clientAddress" | "requestId">;

/** Of a request: a person, a client or a service by its id, or the public. */
export function actorOf({
  principal,
  clientAddress,
  requestId,
}: {
  readonly principal: UserPrincipal | ClientPrincipal | ServicePrincipal | null;
  readonly clientAddress: string;
  readonly requestId: string;
}): Actor {
  return { ...nameOf(principal), clientAddress, requestId };
}

function nameOf(
  principal: UserPrincipal | ClientPrincipal | ServicePrincipal | null,
): Pick<Actor, "actor" | "actorRole"> {
  switch (principal?.kind) {
    case "user":
      return { actor: principal.userId, actorRole: principal.role };
    case "client":
      return { actor: principal.clientId, actorRole: "client" };
    case "service":
      return { actor: principal.service, actorRole: "service" };
    case undefined:
      return { actor: "public", actorRole: "public" };
  }
}
