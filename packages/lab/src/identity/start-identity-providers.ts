import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { IdentityAccount } from "./accounts.ts";
import { createGitHub } from "./git-hub.ts";
import { createOidcIssuer } from "./oidc-issuer.ts";
import { openServer } from "./open-server.ts";

export interface IdentityProviders {
  /** What a console needs to send people here. */
  readonly consoleEnv: Readonly<Record<string, string>>;
  /** `POST /oidc/down` cuts every connection to the issuer, `POST /oidc/up` ends that; likewise `/github/…`. */
  readonly controlUrl: string;
  /** They answer from then on, and send people back to this console alone. */
  serve(consoleUrl: string): void;
  close(): Promise<void>;
}

/** An OpenID Connect issuer and a GitHub that know these accounts, on the loopback interface. */
export async function startIdentityProviders(
  accounts: readonly IdentityAccount[],
): Promise<IdentityProviders> {
  const [oidc, github, control] = await Promise.all([openServer(), openServer(), openServer()]);
  const servers = { oidc, github };
  const id = "horizon-console";
  const secret = randomBytes(24).toString("hex");
  control.handle = (req: IncomingMessage, res: ServerResponse) => {
    const [, name = "", state = ""] = (req.url ?? "").split("/");
    const server = name === "oidc" || name === "github" ? servers[name] : undefined;
    const isUnderstood = req.method === "POST" && ["up", "down"].includes(state);
    if (server && isUnderstood) server.isDown = state === "down";
    res.writeHead(server && isUnderstood ? 204 : 404).end();
  };
  return {
    consoleEnv: {
      OIDC_ISSUER: oidc.url,
      OIDC_CLIENT_ID: id,
      OIDC_CLIENT_SECRET: secret,
      GITHUB_URL: github.url,
      GITHUB_ID: id,
      GITHUB_SECRET: secret,
    },
    controlUrl: control.url,
    serve(consoleUrl) {
      const clientOf = (provider: string) => ({
        id,
        secret,
        redirectUri: `${consoleUrl}/api/auth/callback/${provider}`,
      });
      const answerOidc = createOidcIssuer(oidc.url, clientOf("oidc"), accounts).callback();
      oidc.handle = (req, res) => void answerOidc(req, res);
      const answerGitHub = createGitHub(github.url, clientOf("github"), accounts);
      github.handle = (req, res) => void answerGitHub(req, res);
    },
    async close() {
      await Promise.all([oidc, github, control].map((server) => server.close()));
    },
  };
}
