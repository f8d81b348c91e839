import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { AccountProfile } from "./account-profile";
import type { ConsoleEnv } from "./console-env";
import { gitHubProvider } from "./github-provider";
import { oidcProvider } from "./oidc-provider";

interface IdentityProvider {
  readonly id: "oidc" | "github";
  readonly title: string;
  /** Whose accounts they are: an account's name is of use with it alone. */
  readonly issuer: string;
  readonly config: OAuthConfig<AccountProfile>;
}

/** Where this installation's people have their accounts. */
export function identityProviders(settings: ConsoleEnv): IdentityProvider[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, GITHUB_ID, GITHUB_SECRET } = settings;
  const providers: IdentityProvider[] = [];
  if (OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET) {
    const issuer = withoutSlash(OIDC_ISSUER);
    const config = oidcProvider({
      issuer,
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      isEmailTrusted: settings.OIDC_EMAIL_TRUSTED,
    });
    providers.push({ id: "oidc", title: "single sign-on", issuer, config });
  }
  if (GITHUB_ID && GITHUB_SECRET) {
    const url = withoutSlash(settings.GITHUB_URL);
    const config = gitHubProvider({ url, clientId: GITHUB_ID, clientSecret: GITHUB_SECRET });
    providers.push({ id: "github", title: "GitHub", issuer: `${url}/login/oauth`, config });
  }
  return providers;
}

const withoutSlash = (url: string) => url.replace(/\/$/, "");
