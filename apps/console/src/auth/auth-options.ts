import "server-only";
import { announceFailure } from "@horizon/errors/failures";
import type { NextAuthOptions } from "next-auth";
import { decode } from "next-auth/jwt";
import { env } from "@/env";
import { identityProviders } from "./identity-providers";
import { openSession } from "./ops-sessions";
import { sessionCookieName, sessionMaxAgeSeconds } from "./session-cookie";

/**
 * next-auth's settings. It goes to the provider and back; who may come in, as whom and for how long is ops-server's to say
 * (ADR 0047).
 */
export function authOptions(): NextAuthOptions {
  const settings = env();
  const providers = identityProviders(settings);
  const isSecure = settings.NEXTAUTH_URL.startsWith("https://");
  return {
    secret: settings.NEXTAUTH_SECRET[0],
    session: { strategy: "jwt", maxAge: sessionMaxAgeSeconds },
    jwt: {
      // The library knows one secret; while one is changed, what the older made is still good.
      async decode({ token, salt = "" }) {
        for (const secret of settings.NEXTAUTH_SECRET) {
          const content = await decode({ ...(token === undefined ? {} : { token }), secret, salt }).catch(
            () => null,
          );
          if (content !== null) return content;
        }
        return null;
      },
    },
    cookies: {
      sessionToken: {
        name: sessionCookieName(settings.NEXTAUTH_URL),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure },
      },
    },
    // The library's own writes profiles and nonces to the log. Its codes say which step failed.
    logger: {
      error: (code) =>
        announceFailure({ component: "console", message: `signing in: ${code}`, error: undefined, ids: {} }),
      warn: () => undefined,
      debug: () => undefined,
    },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: providers.map(({ config }) => config),
    callbacks: {
      async signIn({ user, account }) {
        const provider = providers.find(({ id }) => id === account?.provider);
        if (!provider || !account) return false;
        const answer = await openSession({
          via: provider.id,
          identity: { issuer: provider.issuer, subject: account.providerAccountId },
          email: user.email ?? "",
          emailVerified: user.emailVerified === true,
        });
        if (!answer.admitted) return `/sign-in?error=${answer.refusal}`;
        user.sessionId = answer.sessionId;
        return true;
      },
      // All that the cookie says is which session of the database it is.
      jwt: ({ token, user, account }) =>
        user?.sessionId && account ? { sid: user.sessionId, via: account.provider } : token,
    },
  };
}
