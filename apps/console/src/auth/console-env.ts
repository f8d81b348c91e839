import { role, sessionSecrets } from "@horizon/contracts";
import { z } from "zod";
import { isLoopbackHost } from "./is-loopback-host";

const seededPerson = z.strictObject({ email: z.email(), name: z.string().min(1), role });

/** A person who may sign in with one click, on a machine of their own. */
export type SeededPerson = z.infer<typeof seededPerson>;

const seededPeople = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue("is not JSON");
      return z.NEVER;
    }
  })
  .pipe(z.array(seededPerson));

/** What comes from there is believed, so nobody on the way may change it. */
const safeUrl = z
  .url()
  .refine((url) => url.startsWith("https://") || isLoopback(url), "must be https, or on this machine");

const consoleEnv = z
  .object({
    NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
    /** Encrypts session cookies; two, the newer first, while it is changed. ops-server holds the same. */
    NEXTAUTH_SECRET: sessionSecrets,
    NEXTAUTH_URL: safeUrl,
    OPS_SERVER_URL: z.url(),
    SIGN_IN_PEOPLE: seededPeople.default([]),
    GITHUB_ID: z.string().min(1).optional(),
    GITHUB_SECRET: z.string().min(1).optional(),
    /** Another than github.com is a GitHub Enterprise Server. */
    GITHUB_URL: safeUrl.default("https://github.com"),
    OIDC_ISSUER: safeUrl.optional(),
    OIDC_CLIENT_ID: z.string().min(1).optional(),
    OIDC_CLIENT_SECRET: z.string().min(1).optional(),
    /** For issuers that give only addresses of their own and never say `email_verified`, such as Entra ID of one tenant. */
    OIDC_EMAIL_TRUSTED: z.stringbool().default(false),
    /** Where packages/telemetry reports failures. Its being there is all that is looked at here: pages then tell theirs. */
    SENTRY_DSN: z.string().min(1).optional(),
    /** The commit of this build, as the image has it. */
    DD_VERSION: z.string().min(1).default("development"),
  })
  .refine((env) => env.SIGN_IN_PEOPLE.length === 0 || isLoopback(env.NEXTAUTH_URL), {
    path: ["SIGN_IN_PEOPLE"],
    message: "signs people in without a password, so NEXTAUTH_URL must be on localhost",
  })
  .refine((env) => Boolean(env.GITHUB_ID) === Boolean(env.GITHUB_SECRET), {
    path: ["GITHUB_SECRET"],
    message: "GITHUB_ID and GITHUB_SECRET come together",
  })
  .refine(
    (env) => [env.OIDC_ISSUER, env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET].every(isSame(env.OIDC_ISSUER)),
    {
      path: ["OIDC_ISSUER"],
      message: "OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET come together",
    },
  );

export type ConsoleEnv = z.infer<typeof consoleEnv>;

/** Reads the console's settings; throws an Error that names every wrong variable and never its value. */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): ConsoleEnv {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = consoleEnv.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path[0]?.toString() ?? ""}: ${issue.message}`);
  throw new Error(`The console's settings are wrong:\n${lines.join("\n")}`);
}

function isLoopback(url: string): boolean {
  return isLoopbackHost(new URL(url).host);
}

function isSame(first: string | undefined) {
  return (value: string | undefined) => Boolean(value) === Boolean(first);
}
