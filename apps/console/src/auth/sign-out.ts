"use server";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { env } from "@/env";
import { sessionCookieName } from "./session-cookie";

/** Ends the session of this browser. */
export async function signOut(): Promise<void> {
  const jar = await cookies();
  const name = sessionCookieName(env().NEXTAUTH_URL);
  // next-auth splits a long token over numbered cookies.
  for (const cookie of jar.getAll()) {
    if (cookie.name === name || cookie.name.startsWith(`${name}.`))
      jar.delete({ name: cookie.name, path: "/" });
  }
  redirect("/sign-in");
}
