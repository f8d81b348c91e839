import { type SessionSecrets, type SessionToken, sessionToken } from "@horizon/contracts";
import { z } from "zod";
import { decryptToken } from "./decrypt-token.ts";

const expiring = z.object({ exp: z.number() });

/**
 * Which session of the database the request's cookie names, or null without a valid cookie of this name. next-auth
 * splits a long token over cookies with the suffixes `.0`, `.1`, ….
 */
export async function readSessionToken(
  cookieHeader: string | undefined,
  { cookieName, secrets }: { cookieName: string; secrets: SessionSecrets },
): Promise<SessionToken | null> {
  const token = joinChunks(parseCookies(cookieHeader), cookieName);
  if (token === "") return null;
  const content = await decryptToken(token, secrets);
  const parsed = sessionToken.and(expiring).safeParse(content);
  return parsed.success ? { sid: parsed.data.sid, via: parsed.data.via } : null;
}

function joinChunks(cookies: ReadonlyMap<string, string>, name: string): string {
  const whole = cookies.get(name);
  if (whole !== undefined) return whole;
  let token = "";
  for (let index = 0; ; index += 1) {
    const chunk = cookies.get(`${name}.${index}`);
    if (chunk === undefined) return token;
    token += chunk;
  }
}

/** The first of a name counts, as browsers send the most specific first. */
function parseCookies(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of header?.split(";") ?? []) {
    const equals = part.indexOf("=");
    const name = part.slice(0, equals).trim();
    if (equals > 0 && !cookies.has(name)) cookies.set(name, part.slice(equals + 1).trim());
  }
  return cookies;
}
