import { decode } from "next-auth/jwt";
import { z } from "zod";

const cookieNames = ["__Secure-next-auth.session-token", "next-auth.session-token"];
const sessionToken = z.object({ email: z.email() });

/**
 * The e-mail of the signed-in person, or null without a valid session. next-auth splits a long token
 * over cookies with the suffixes `.0`, `.1`, ….
 */
export async function readSessionEmail(
  cookieHeader: string | undefined,
  secret: string,
): Promise<string | null> {
  const cookies = parseCookies(cookieHeader);
  for (const name of cookieNames) {
    const token = joinChunks(cookies, name);
    if (token === "") continue;
    const parsed = sessionToken.safeParse(await decodeToken(token, secret));
    if (parsed.success) return parsed.data.email.toLowerCase();
  }
  return null;
}

/** A forged, expired or damaged token is no session; the library throws for each of these. */
async function decodeToken(token: string, secret: string): Promise<unknown> {
  try {
    return await decode({ token, secret });
  } catch {
    return null;
  }
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

function parseCookies(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of header?.split(";") ?? []) {
    const equals = part.indexOf("=");
    if (equals > 0) cookies.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  return cookies;
}
