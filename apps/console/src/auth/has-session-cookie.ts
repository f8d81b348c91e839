import "server-only";
import type { NextRequest } from "next/server";
import { getToken } from "next-auth/jwt";
import { env } from "@/env";
import { sessionCookieName } from "./session-cookie";

/** Whether the request names a session. Whether that session is open is ops-server's to say. */
export async function hasSessionCookie(request: NextRequest): Promise<boolean> {
  const { NEXTAUTH_SECRET, NEXTAUTH_URL } = env();
  const cookieName = sessionCookieName(NEXTAUTH_URL);
  for (const secret of NEXTAUTH_SECRET) {
    if ((await getToken({ req: request, secret, cookieName })) !== null) return true;
  }
  return false;
}
