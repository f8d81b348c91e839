import { z } from "zod";

/** How a person came in. */
export const signInVia = z.enum(["oidc", "github", "one-click"]);
export type SignInVia = z.infer<typeof signInVia>;

/**
 * What the console vouches for when somebody comes back from an identity provider. It travels to ops-server encrypted
 * with the session secret, under this salt, and is good for a minute.
 */
export const signInAssertion = z.object({
  via: signInVia,
  /** The account there; null where the console itself knows the person (one click, on one's own machine). */
  identity: z.object({ issuer: z.string().min(1).max(500), subject: z.string().min(1).max(255) }).nullable(),
  /** As the provider wrote it. */
  email: z.string().max(254),
  /** Whether the provider says that the e-mail is the person's. */
  emailVerified: z.boolean(),
});
export type SignInAssertion = z.infer<typeof signInAssertion>;
export const signInAssertionSalt = "horizon.sign-in";

export const signInRefusal = z.enum([
  "EmailMissing",
  "EmailUnverified",
  "NotAMember",
  "Deactivated",
  "OtherAccount",
]);
export type SignInRefusal = z.infer<typeof signInRefusal>;

export const signInAnswer = z.discriminatedUnion("admitted", [
  z.object({ admitted: z.literal(true), sessionId: z.uuid() }),
  z.object({ admitted: z.literal(false), refusal: signInRefusal }),
]);
export type SignInAnswer = z.infer<typeof signInAnswer>;

/** A session ends this long after the sign-in, whatever happens in it: people sign in once a shift. */
export const sessionMaxAgeMs = 12 * 60 * 60_000;

/** The content of the session cookie, encrypted by next-auth: which session of the database it is, and nothing else. */
export const sessionToken = z.object({ sid: z.uuid(), via: signInVia });
export type SessionToken = z.infer<typeof sessionToken>;

/**
 * The name of the session cookie. On https no other host of the domain and no plain connection can set a cookie of this
 * name, so nobody can put a session of their own into somebody's browser.
 */
export function sessionCookieName(consoleUrl: string): string {
  return consoleUrl.startsWith("https://") ? "__Host-horizon.session" : "horizon.session";
}

/** NEXTAUTH_SECRET: the first encrypts, all of them decrypt. A new one is put before the old one for a day. */
export const sessionSecrets = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .pipe(z.tuple([z.string()], z.string()))
  .refine((secrets) => secrets.every((secret) => secret.length >= 32), "must have at least 32 characters");
export type SessionSecrets = z.infer<typeof sessionSecrets>;
