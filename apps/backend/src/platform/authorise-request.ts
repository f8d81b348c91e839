import type { Request } from "express";
import type { ClientPrincipal, UserPrincipal } from "./access-token.ts";
import type { ServiceContext } from "./context.ts";
import { commonProblems } from "./problems.ts";
import type { Access } from "./route.ts";
import { type ServicePrincipal, verifyServiceToken } from "./service-token.ts";

const stepUpMs = 5 * 60_000;

/** Who calls, if they may call this route at all. Whether they may touch this object is the route's to decide. */
export async function authoriseRequest(
  context: ServiceContext,
  access: Access,
  req: Request,
): Promise<UserPrincipal | ClientPrincipal | ServicePrincipal | null> {
  if (access.kind === "public") return null;
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(req.get("authorization") ?? "")?.[1];
  if (token === undefined) {
    throw commonProblems.problem("auth.required", { headers: { "www-authenticate": "Bearer" } });
  }
  if (access.kind === "service") {
    const principal = await verifyServiceToken(context.env.SERVICE_TOKEN_SECRET, token, context.name);
    if (!access.callers.includes(principal.service)) throw commonProblems.problem("auth.forbidden");
    return principal;
  }
  const principal = await context.verifyToken(token);
  if (principal.kind === "client") {
    if (access.scope === undefined || !principal.scopes.has(access.scope)) {
      throw commonProblems.problem("auth.forbidden");
    }
    return principal;
  }
  if (!access.roles.includes(principal.role)) throw commonProblems.problem("auth.forbidden");
  // Staff without a second factor hold a token that is good for enrolling one and for nothing else (GLB-1).
  if (principal.role !== "customer" && !principal.hasSecondFactor && !principal.scopes.has("mfa:enrol")) {
    throw commonProblems.problem("auth.forbidden", { rule: "GLB-1" });
  }
  if (principal.scopes.has("mfa:enrol") && access.scope !== "mfa:enrol") {
    throw commonProblems.problem("auth.forbidden", { rule: "GLB-1" });
  }
  const fresh = principal.steppedUpAt !== null && Date.now() - principal.steppedUpAt.getTime() <= stepUpMs;
  if (access.stepUp && !fresh) {
    throw commonProblems.problem("auth.step_up_required", {
      headers: { "www-authenticate": 'Bearer error="insufficient_user_authentication", acr_values="2"' },
    });
  }
  return principal;
}
