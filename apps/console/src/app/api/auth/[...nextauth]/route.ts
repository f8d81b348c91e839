import { type NextRequest, NextResponse } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/auth/auth-options";
import { env } from "@/env";

interface RouteContext {
  params: Promise<{ nextauth: string[] }>;
}

/** What signing in takes. Left out: `session`, which renews a cookie without asking, and `_log`, which writes what anybody sends. */
const actions: ReadonlySet<string> = new Set(["providers", "csrf", "signin", "callback", "error"]);

async function authenticate(request: NextRequest, context: RouteContext): Promise<Response> {
  const [action = ""] = (await context.params).nextauth;
  if (!actions.has(action)) return new Response(null, { status: 404 });
  // Somebody pressed “Cancel” there; the library would call it a fault of its own.
  if (action === "callback" && request.nextUrl.searchParams.get("error") === "access_denied") {
    return NextResponse.redirect(new URL("/sign-in?error=Cancelled", env().NEXTAUTH_URL));
  }
  return NextAuth(request, context, authOptions());
}

export { authenticate as GET, authenticate as POST };
