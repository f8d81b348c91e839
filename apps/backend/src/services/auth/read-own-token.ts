import type { ApiClient } from "@horizon/db/auth";
import { errors, jwtVerify } from "jose";
import { z } from "zod";
import { idIn, publicIdOf } from "../../platform/ids.ts";
import type { AuthContext } from "./context.ts";

const ownClaims = z.object({
  jti: z.string(),
  client_id: idIn("cli").pipe(z.string()),
  scope: z.string(),
  exp: z.int(),
  iat: z.int(),
});

/** The claims of a token that is good and was issued to this client; null for all others, of whomever. */
export async function readOwnToken({ signer, env, now }: AuthContext, client: ApiClient, token: string) {
  try {
    const { payload } = await jwtVerify(token, signer.findKey, {
      algorithms: ["ES256"],
      typ: "at+jwt",
      issuer: env.TOKEN_ISSUER,
      currentDate: now(),
    });
    const claims = ownClaims.safeParse(payload);
    if (!claims.success || claims.data.client_id !== client.id) return null;
    return { ...claims.data, client_id: publicIdOf("cli", client.id) };
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
