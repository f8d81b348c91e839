"use server";
import { announceFailure } from "@horizon/errors/failures";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { env } from "@/env";
import { endSession } from "./ops-sessions";
import { safeCallbackPath, sessionCookieName } from "./session-cookie";

/** Ends the session of this browser, for every copy of its cookie. */
export async function signOut(): Promise<void> {
  await leave({ everywhere: false });
}

/** Ends the person's sessions in all browsers. */
export async function signOutEverywhere(): Promise<void> {
  await leave({ everywhere: true });
}

/** For a session that is over: to the sign-in page, and from there back to where the person was. */
export async function signInAgain(form: FormData): Promise<void> {
  const wanted = form.get("callbackUrl");
  const path = safeCallbackPath(typeof wanted === "string" ? wanted : undefined);
  redirect(`/sign-in?${new URLSearchParams({ callbackUrl: path })}`);
}

async function leave(scope: { everywhere: boolean }): Promise<void> {
  const jar = await cookies();
  const name = sessionCookieName(env().NEXTAUTH_URL);
  // next-auth splits a long token over numbered cookies.
  const parts = jar.getAll().filter((cookie) => cookie.name === name || cookie.name.startsWith(`${name}.`));
  if (parts.length > 0) {
    try {
      await endSession(parts.map(({ value }) => value).join(""), scope);
    } catch (error) {
      // This browser forgets its session in any case; what is left of it ends by itself within the hour.
      announceFailure({ component: "console", message: "a session could not be ended", error, ids: {} });
      if (scope.everywhere) redirect("/sign-in?error=NotEverywhere");
    }
  }
  for (const cookie of parts) jar.delete({ name: cookie.name, path: "/" });
  redirect("/sign-in");
}
