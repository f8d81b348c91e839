"use server";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { encode } from "next-auth/jwt";
import { env } from "@/env";
import { safeCallbackPath, sessionCookieName, sessionMaxAgeSeconds } from "./session-cookie";

/**
 * Signs in one of the seeded people by writing the cookie that next-auth would. A form action, so that it works
 * before the page's script has loaded. Refuses everyone who is not in SIGN_IN_PEOPLE, which only localhost may set.
 */
export async function signInAs(form: FormData): Promise<void> {
  const { SIGN_IN_PEOPLE, NEXTAUTH_SECRET, NEXTAUTH_URL } = env();
  const person = SIGN_IN_PEOPLE.find(({ email }) => email === form.get("email"));
  if (!person) redirect("/sign-in?error=AccessDenied");
  const token = await encode({
    secret: NEXTAUTH_SECRET,
    maxAge: sessionMaxAgeSeconds,
    token: { sub: person.email, email: person.email, name: person.name },
  });
  const jar = await cookies();
  jar.set(sessionCookieName(NEXTAUTH_URL), token, {
    httpOnly: true,
    sameSite: "lax",
    secure: NEXTAUTH_URL.startsWith("https://"),
    path: "/",
    maxAge: sessionMaxAgeSeconds,
  });
  const callbackUrl = form.get("callbackUrl");
  redirect(safeCallbackPath(typeof callbackUrl === "string" ? callbackUrl : undefined));
}
