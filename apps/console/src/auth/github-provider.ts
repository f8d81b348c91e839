import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { type AccountProfile, toUser } from "./account-profile";

interface GitHubOptions {
  /** `https://github.com`, or a GitHub Enterprise Server; without a slash at its end. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const userSchema = z.object({ id: z.int(), login: z.string(), name: z.string().nullable() });
const emailsSchema = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));
const timeoutMs = 5_000;

/** Accounts of GitHub. https://docs.github.com/en/rest/users/emails */
export function gitHubProvider({ url, ...client }: GitHubOptions): OAuthConfig<AccountProfile> {
  const api = url === "https://github.com" ? "https://api.github.com" : `${url}/api/v3`;
  return {
    id: "github",
    name: "GitHub",
    type: "oauth",
    authorization: { url: `${url}/login/oauth/authorize`, params: { scope: "read:user user:email" } },
    token: `${url}/login/oauth/access_token`,
    // It names itself in its answers, and takes the client's secret in the form.
    issuer: `${url}/login/oauth`,
    client: { token_endpoint_auth_method: "client_secret_post" },
    checks: ["pkce", "state"],
    ...client,
    userinfo: {
      url: `${api}/user`,
      async request({ tokens: { access_token } }): Promise<AccountProfile> {
        // GitHub answers 200 also to a code that it does not take.
        if (access_token === undefined) throw new Error("GitHub gave no token.");
        const [user, emails] = await Promise.all([
          ask(`${api}/user`, access_token).then((answer) => userSchema.parse(answer)),
          // The profile's own e-mail is the one that the person shows, or nothing; this list says what is verified.
          ask(`${api}/user/emails`, access_token).then((answer) => emailsSchema.parse(answer)),
        ]);
        const primary = emails.find((one) => one.primary);
        return {
          sub: `${user.id}`,
          name: user.name ?? user.login,
          email: primary?.email ?? "",
          emailVerified: primary?.verified ?? false,
        };
      },
    },
    profile: toUser,
  };
}

async function ask(url: string, token: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/vnd.github+json",
      "user-agent": "horizon",
    },
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`GitHub answered ${response.status}`);
  return response.json();
}
