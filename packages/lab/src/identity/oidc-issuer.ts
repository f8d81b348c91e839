import Provider from "oidc-provider";
import { findAccount, type IdentityAccount, subjectOf } from "./accounts.ts";

export interface IdentityClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
}

/** A certified OpenID Connect issuer with a page that takes any password. Consent was given beforehand, as by a company for its staff. */
export function createOidcIssuer(
  issuer: string,
  { id, secret, redirectUri }: IdentityClient,
  accounts: readonly IdentityAccount[],
): Provider {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: id,
        client_secret: secret,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: [secret] },
    features: { devInteractions: { enabled: true } },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 600,
      Interaction: 600,
      Session: 600,
    },
    findAccount(_context, login) {
      const account = findAccount(accounts, login) ?? accounts.find((one) => subjectOf(one) === login);
      if (!account) return undefined;
      const { email, emailVerified } = account;
      const claims = { sub: subjectOf(account), name: account.login, email, email_verified: emailVerified };
      return { accountId: claims.sub, claims: () => claims };
    },
    async loadExistingGrant({ oidc: { client, session } }) {
      const grant = new provider.Grant({
        ...(client ? { clientId: client.clientId } : {}),
        ...(session?.accountId ? { accountId: session.accountId } : {}),
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  return provider;
}
