import { type NextRequest, NextResponse } from "next/server";
import { hasSessionCookie } from "@/auth/has-session-cookie";
import { env } from "@/env";
import { contentSecurityPolicy } from "./content-security-policy";

const forwarded = /^\/api\/(trpc|stream)(\/|$)/;
const open = /^\/(sign-in|api)(\/|$)/;

/**
 * Stands before every page: sends the API's paths to ops-server (read per request, so that one build serves every
 * installation), sends people without a session to sign in, and gives each page a policy with its own nonce.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl;
  if (forwarded.test(pathname)) {
    return NextResponse.rewrite(new URL(`${pathname}${search}`, env().OPS_SERVER_URL));
  }
  if (!open.test(pathname) && !(await hasSessionCookie(request))) {
    const signIn = new URL("/sign-in", env().NEXTAUTH_URL);
    signIn.searchParams.set("callbackUrl", `${pathname}${search}`);
    return NextResponse.redirect(signIn);
  }
  return withPolicy(request);
}

function withPolicy(request: NextRequest): NextResponse {
  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy(nonce, env().NODE_ENV === "development");
  const headers = new Headers(request.headers);
  // Next reads the nonce from this header and puts it on the scripts that it writes.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("x-frame-options", "DENY");
  response.headers.set("referrer-policy", "same-origin");
  response.headers.set("permissions-policy", "camera=(), microphone=(), geolocation=()");
  // A browser that was here once asks over https from then on, also when somebody on the way offers otherwise.
  if (env().NEXTAUTH_URL.startsWith("https://")) {
    response.headers.set("strict-transport-security", "max-age=31536000");
  }
  return response;
}

export const config = { matcher: ["/((?!_next/static|_next/image|icon.svg|favicon.ico).*)"] };
