"use server";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { encode } from "next-auth/jwt";
import { env } from "@/env";
import { isLoopbackHost } from "./is-loopback-host";
import { openSession } from "./ops-sessions";
import { safeCallbackPath, sessionCookieName, sessionMaxAgeSeconds } from "./session-cookie";

/**
 * Signs in one of the seeded people by writing the cookie that next-auth would. A form action, so that it works
 * before the page's script has loaded. Refuses everyone who is not in SIGN_IN_PEOPLE, which only localhost may set.
 */
export async function signInAs(form: FormData): Promise<void> {
  const { SIGN_IN_PEOPLE, NEXTAUTH_SECRET, NEXTAUTH_URL } = env();
  if (!(await isAskedOnLoopback())) redirect("/sign-in?error=NotOnThisMachine");
  const person = SIGN_IN_PEOPLE.find(({ email }) => email === form.get("email"));
  if (!person) redirect("/sign-in?error=NotAMember");
  const answer = await openSession({
    via: "one-click",
    identity: null,
    email: person.email,
    emailVerified: true,
  });
  if (!answer.admitted) redirect(`/sign-in?error=${answer.refusal}`);
  const token = await encode({
    secret: NEXTAUTH_SECRET[0],
    maxAge: sessionMaxAgeSeconds,
    token: { sid: answer.sessionId, via: "one-click" },
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

/** A page elsewhere can have its own name lead to this machine; what the browser then asks for is still that name. */
async function isAskedOnLoopback(): Promise<boolean> {
  const sent = await headers();
  return [sent.get("host"), sent.get("x-forwarded-host")].every(
    (host) => host === null || isLoopbackHost(host),
  );
}
