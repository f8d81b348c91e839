import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityProviders, startIdentityProviders } from "./start-identity-providers.ts";

const consoleUrl = "http://console.test";
const redirectUri = `${consoleUrl}/api/auth/callback/github`;
const verifier = "a-verifier-that-nobody-else-knows-of-43-letters";

let providers: IdentityProviders;
beforeAll(async () => {
  providers = await startIdentityProviders([
    { login: "ada", email: "ada@horizon.example", emailVerified: false },
  ]);
  providers.serve(consoleUrl);
});
afterAll(() => providers.close());

const setting = (name: string) => providers.consoleEnv[name] ?? "";

async function authorize(answer: string, redirect = redirectUri): Promise<URLSearchParams> {
  const query = new URLSearchParams({
    client_id: setting("GITHUB_ID"),
    redirect_uri: redirect,
    state: "s",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    answer,
  });
  const url = `${setting("GITHUB_URL")}/login/oauth/authorize?${query}`;
  const { headers } = await fetch(url, { redirect: "manual" });
  const back = new URL(headers.get("location") ?? "");
  expect(`${back.origin}${back.pathname}`).toBe(redirectUri);
  return back.searchParams;
}

async function exchange(fields: Record<string, string>): Promise<Record<string, string>> {
  const client = { client_id: setting("GITHUB_ID"), client_secret: setting("GITHUB_SECRET") };
  const answer = await fetch(`${setting("GITHUB_URL")}/login/oauth/access_token`, {
    method: "POST",
    body: new URLSearchParams({ ...client, code_verifier: verifier, ...fields }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Record<string, string>;
}

test("a code is good once, for who holds its verifier and the client's secret; refusals come with 200", async () => {
  const code = async () => (await authorize("ada")).get("code") ?? "";
  expect(await exchange({ code: await code(), code_verifier: "another" })).toEqual({
    error: "bad_verification_code",
  });
  expect(await exchange({ code: await code(), client_secret: "x" })).toEqual({
    error: "incorrect_client_credentials",
  });
  const once = await code();
  const { access_token = "" } = await exchange({ code: once });
  expect(await exchange({ code: once })).toEqual({ error: "bad_verification_code" });

  const ask = async (path: string, token: string) => {
    const answer = await fetch(`${setting("GITHUB_URL")}/api/v3${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: answer.status, body: await answer.json() };
  };
  expect(await ask("/user", access_token)).toMatchObject({
    status: 200,
    body: { login: "ada", email: null },
  });
  expect((await ask("/user/emails", access_token)).body).toContainEqual(
    expect.objectContaining({ email: "ada@horizon.example", primary: true, verified: false }),
  );
  expect((await ask("/user", "gho_forged")).status).toBe(401);
});

test("Cancel and a foreign redirect lead back to the console alone, with an error and no code", async () => {
  expect(Object.fromEntries(await authorize("cancel"))).toMatchObject({ error: "access_denied", state: "s" });
  const foreign = await authorize("ada", "https://evil.example/");
  expect([foreign.get("error"), foreign.get("code")]).toEqual(["redirect_uri_mismatch", null]);
});

test("a provider that is down cuts connections until it is up again", async () => {
  const discovery = `${setting("OIDC_ISSUER")}/.well-known/openid-configuration`;
  await fetch(`${providers.controlUrl}/oidc/down`, { method: "POST" });
  await expect(fetch(discovery)).rejects.toThrow();
  await fetch(`${providers.controlUrl}/oidc/up`, { method: "POST" });
  expect(await (await fetch(discovery)).json()).toMatchObject({ issuer: setting("OIDC_ISSUER") });
});
