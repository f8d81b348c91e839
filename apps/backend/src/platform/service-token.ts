import { type ServiceName, serviceNames } from "@horizon/contracts/backend";
import { jwtVerify, SignJWT } from "jose";
import { commonProblems } from "./problems.ts";

/** Another service of ours. */
export interface ServicePrincipal {
  readonly kind: "service";
  readonly service: ServiceName;
}

const lifetimeSeconds = 120;
const typ = "service+jwt";

/** A token with which `caller` may call `audience` for two minutes. */
export async function signServiceToken(
  secret: string,
  { caller, audience }: { caller: ServiceName; audience: ServiceName },
): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: "HS256", typ })
    .setSubject(caller)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds}s`)
    .sign(Buffer.from(secret));
}

/** @throws ProblemError auth.required unless it was made for this service by one of ours. */
export async function verifyServiceToken(
  secret: string,
  token: string,
  audience: ServiceName,
): Promise<ServicePrincipal> {
  const { payload } = await jwtVerify(token, Buffer.from(secret), {
    algorithms: ["HS256"],
    typ,
    audience,
    clockTolerance: 5,
    requiredClaims: ["exp", "sub"],
  }).catch((cause: unknown) => {
    throw commonProblems.problem("auth.required", { cause });
  });
  const service = serviceNames.find((name) => name === payload.sub);
  if (service === undefined) throw commonProblems.problem("auth.required");
  return { kind: "service", service };
}
