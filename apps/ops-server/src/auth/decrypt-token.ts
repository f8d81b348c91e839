import type { SessionSecrets } from "@horizon/contracts";
import { decode } from "next-auth/jwt";

/**
 * What the console encrypted with any of the secrets, or null: a forged, expired or damaged token says nothing. The
 * salt keeps tokens of one purpose from being taken for another's.
 */
export async function decryptToken(token: string, secrets: SessionSecrets, salt = ""): Promise<unknown> {
  for (const secret of secrets) {
    try {
      return await decode({ token, secret, salt });
    } catch {
      // The library throws for each of these; the token may be of an older secret.
    }
  }
  return null;
}
