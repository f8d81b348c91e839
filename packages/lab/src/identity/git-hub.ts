import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { findAccount, type IdentityAccount } from "./accounts.ts";
import type { IdentityClient } from "./oidc-issuer.ts";

interface Code {
  readonly account: IdentityAccount;
  readonly challenge: string | null;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * What signing in asks of a GitHub Enterprise Server: the web flow with PKCE, the user and the user's e-mails. Errors are told as GitHub
 * tells them, those of the token with status 200. https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
 */
export function createGitHub(url: string, client: IdentityClient, accounts: readonly IdentityAccount[]) {
  const codes = new Map<string, Code>();
  const tokens = new Map<string, IdentityAccount>();

  function authorize(query: URLSearchParams): Answer {
    if (query.get("client_id") !== client.id) return html(404, "Not Found");
    const back = new URL(client.redirectUri);
    back.searchParams.set("state", query.get("state") ?? "");
    back.searchParams.set("iss", `${url}/login/oauth`);
    const answer = query.get("answer");
    if (query.get("redirect_uri") !== client.redirectUri)
      back.searchParams.set("error", "redirect_uri_mismatch");
    else if (answer === "cancel") back.searchParams.set("error", "access_denied");
    else {
      const account = findAccount(accounts, answer);
      if (!account) return html(200, authorizePage(query, accounts));
      const code = randomBytes(10).toString("hex");
      codes.set(code, { account, challenge: query.get("code_challenge") });
      back.searchParams.set("code", code);
    }
    return { status: 302, headers: { location: back.href }, body: "" };
  }

  function giveToken(form: URLSearchParams): Answer {
    const code = codes.get(form.get("code") ?? "");
    // Good once.
    codes.delete(form.get("code") ?? "");
    const verifier = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const isClient = form.get("client_id") === client.id && form.get("client_secret") === client.secret;
    if (!isClient) return json(200, { error: "incorrect_client_credentials" });
    if (!code || (code.challenge !== null && code.challenge !== verifier)) {
      return json(200, { error: "bad_verification_code" });
    }
    const token = `gho_${randomBytes(18).toString("hex")}`;
    tokens.set(token, code.account);
    return json(200, { access_token: token, scope: "read:user,user:email", token_type: "bearer" });
  }

  function tell(req: IncomingMessage, path: string): Answer {
    const account = tokens.get(/^Bearer (.+)$/.exec(req.headers.authorization ?? "")?.[1] ?? "");
    if (!account) return json(401, { message: "Bad credentials" });
    const { login, email, emailVerified: verified } = account;
    if (path === "/api/v3/user") {
      // Nobody here shows an e-mail in the profile.
      return json(200, { id: accounts.indexOf(account) + 1, login, name: null, email: null });
    }
    return json(200, [
      { email: `${login}@users.noreply.github.test`, primary: false, verified: true, visibility: null },
      { email, primary: true, verified, visibility: "private" },
    ]);
  }

  async function answer(req: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams } = new URL(req.url ?? "/", url);
    if (req.method === "GET" && pathname === "/login/oauth/authorize") return authorize(searchParams);
    if (req.method === "POST" && pathname === "/login/oauth/access_token") {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk as Buffer);
      return giveToken(new URLSearchParams(Buffer.concat(chunks).toString()));
    }
    if (pathname === "/api/v3/user" || pathname === "/api/v3/user/emails") return tell(req, pathname);
    return json(404, { message: "Not Found" });
  }

  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const { status, headers, body } = await answer(req);
    res.writeHead(status, headers).end(body);
  };
}

function authorizePage(query: URLSearchParams, accounts: readonly IdentityAccount[]): string {
  const link = (answer: string, text: string) => {
    const params = new URLSearchParams(query);
    params.set("answer", answer);
    return `<p><a href="?${params.toString().replaceAll("&", "&amp;")}">${text}</a></p>`;
  };
  const links = accounts.map(({ login }) => link(login, `Authorize as ${login}`));
  return `<!doctype html><title>Authorize Horizon</title>${links.join("")}${link("cancel", "Cancel")}`;
}

function json(status: number, body: unknown): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(body),
  };
}

function html(status: number, body: string): Answer {
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, body };
}
