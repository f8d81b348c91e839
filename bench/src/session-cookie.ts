import { encode } from "next-auth/jwt";

/** The cookie that the console would set for this person. */
export async function sessionCookie(
  secret: string,
  person: { email: string; name: string },
): Promise<string> {
  const token = await encode({
    secret,
    token: { email: person.email, name: person.name, sub: person.email },
    maxAge: 3600,
  });
  return `next-auth.session-token=${token}`;
}
