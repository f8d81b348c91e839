import { execFile as execFileWithCallback } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { verifyAuditChain } from "@horizon/db/backend";
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from "jose";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiCall } from "../../testing/api-client.ts";
import {
  createTestCustomer,
  createTestStaff,
  testAuthKeys,
  totpCodeAt,
  wrongCodeAt,
} from "../../testing/auth-users.ts";
import { startTestAuth, type TestAuth, type Tokens } from "../../testing/start-test-auth.ts";

const execFile = promisify(execFileWithCallback);

let auth: TestAuth;
let admin: Tokens & { userId: string };
let secondAdmin: Tokens & { userId: string };
beforeAll(async () => {
  auth = await startTestAuth({ PORTAL_URL: "https://portal.example" });
  admin = await auth.staff("admin");
  secondAdmin = await auth.staff("admin");
});
afterAll(() => auth.close());

const publicId = (userId: string) => `usr_${userId.replaceAll("-", "")}`;
const invite = (token: string, role = "agent", email = `${randomUUID()}@horizon.example`) =>
  auth.api("POST", "/v1/users", { token, body: { email, name: "New Person", role } });
const change = (token: string, userId: string, body: object, ifMatch: ApiCall["ifMatch"] = 1) =>
  auth.api("PATCH", `/v1/users/${publicId(userId)}`, {
    token,
    body,
    ...(ifMatch === undefined ? {} : { ifMatch }),
  });

describe("staff", () => {
  test("GLB-1 someone is invited, sets a password, and can do nothing until a second factor is enrolled", async () => {
    const email = `${randomUUID()}@horizon.example`;
    const invited = await invite(admin.token, "compliance", email);
    expect([invited.status, invited.etag]).toEqual([201, 1]);
    expect(invited.body).toMatchObject({ email, role: "compliance", status: "invited" });
    const [row] = await auth.sql("SELECT id FROM auth.user_account WHERE email = $1", [email]);
    const token = await auth.readMail(String(row?.id), "staff_invitation");
    const password = "brisk lantern over water";
    expect((await auth.login({ email, password })).status).toBe(401);
    expect((await auth.api("POST", "/v1/auth/password/reset", { body: { token, password } })).status).toBe(
      204,
    );

    const login = (await auth.login({ email, password })).body;
    expect(login.status).toBe("mfa_enrolment_required");
    expect(login.refresh_token).toBeUndefined();
    expect(decodeJwt(login.access_token)).toMatchObject({ scope: "mfa:enrol", acr: "1" });
    for (const [method, path] of [
      ["GET", "/v1/auth/sessions"],
      ["GET", "/v1/auth/mfa/totp"],
      ["POST", "/v1/auth/step-up"],
      ["POST", "/v1/auth/mfa/recovery-codes"],
      ["GET", "/v1/users"],
      ["GET", "/v1/auth/audit"],
    ] as const) {
      const body = path.endsWith("step-up") ? { body: { code: "000000" } } : {};
      expect([path, (await auth.api(method, path, { token: login.access_token, ...body })).status]).toEqual([
        path,
        403,
      ]);
    }
    const enrolled = (await auth.api("POST", "/v1/auth/mfa/totp", { token: login.access_token, body: {} }))
      .body;
    const path = `/v1/auth/mfa/totp/${enrolled.id}/confirm`;
    const wrongCode = wrongCodeAt(enrolled.secret, auth.time.now());
    const wrong = await auth.api("POST", path, { token: login.access_token, body: { code: wrongCode } });
    expect(wrong.status).toBe(401);
    const code = totpCodeAt(enrolled.secret, auth.time.now());
    const confirmed = await auth.api("POST", path, { token: login.access_token, body: { code } });
    expect(decodeJwt(confirmed.body.session.access_token)).toMatchObject({
      role: "compliance",
      scope: "",
      acr: "2",
    });
    expect((await auth.api("POST", path, { token: login.access_token, body: { code } })).status).toBe(401);
    expect(
      (await auth.api("GET", "/v1/auth/sessions", { token: confirmed.body.session.access_token })).status,
    ).toBe(200);
  });

  test.each(["customer", "agent", "billing", "compliance", "auditor"] as const)(
    "API5 a %s cannot administer users or clients",
    async (role) => {
      const { token } =
        role === "customer"
          ? await auth.signIn(await createTestCustomer(auth.context))
          : await auth.staff(role);
      const target = await createTestStaff(auth.context, "agent");
      const [user, client] = [publicId(target.userId), `cli_${randomUUID().replaceAll("-", "")}`];
      const calls: [string, string, ApiCall][] = [
        ["POST", "/v1/users", { body: { email: "a@horizon.example", name: "A", role: "agent" } }],
        ["PATCH", `/v1/users/${user}`, { body: { role: "billing" }, ifMatch: 1 }],
        ["POST", `/v1/users/${user}/admin-approval`, { body: { approve: true } }],
        ["POST", `/v1/users/${user}/password-reset`, {}],
        ["POST", "/v1/api-clients", { body: { name: "x", scopes: ["disputes:read"] } }],
        ["DELETE", `/v1/api-clients/${client}`, {}],
        ...(role === "auditor"
          ? []
          : ([
              ["GET", "/v1/users", {}],
              ["GET", "/v1/api-clients", {}],
              ["GET", "/v1/auth/audit", {}],
            ] as [string, string, ApiCall][])),
      ];
      for (const [method, path, call] of calls) {
        expect([method, path, (await auth.api(method, path, { token, ...call })).status]).toEqual([
          method,
          path,
          403,
        ]);
      }
    },
  );

  test("ASVS 7.5.3 administration wants the second factor fresh", async () => {
    const claims = decodeJwt(admin.token);
    const token = await auth.context.signer.sign({
      ...claims,
      step_up_at: Math.floor(Date.now() / 1_000) - 301,
    });
    expect((await invite(token)).body.code).toBe("auth.step_up_required");
    expect((await auth.api("GET", "/v1/users", { token })).status).toBe(200);
  });

  test("API3 what a caller may not set is refused, and answers show no more than documented", async () => {
    const user = await createTestStaff(auth.context, "agent");
    for (const extra of [
      { kind: "customer" },
      { email: "b@example.com" },
      { email_verified: true },
      { id: "usr_1" },
    ]) {
      expect((await change(admin.token, user.userId, { role: "billing", ...extra })).status).toBe(422);
    }
    const shown = await auth.api("GET", `/v1/users/${publicId(user.userId)}`, { token: admin.token });
    expect(Object.keys(shown.body).sort()).toEqual(["created_at", "email", "id", "name", "role", "status"]);
    const customer = await createTestCustomer(auth.context);
    for (const [method, call] of [
      ["GET", {}],
      ["PATCH", { body: { role: "admin" }, ifMatch: 1 }],
    ] as const) {
      const answer = await auth.api(method, `/v1/users/${publicId(customer.userId)}`, {
        token: admin.token,
        ...call,
      });
      expect(answer.status).toBe(404);
    }
    const twice = await invite(admin.token, "agent", customer.email);
    expect([twice.status, twice.body.code]).toEqual([409, "user.exists"]);
  });

  test("ASVS 8.3.2 a new role or a disabled account ends the sessions at once", async () => {
    const user = await createTestStaff(auth.context, "agent");
    const session = await auth.signIn(user);
    expect((await change(admin.token, user.userId, { role: "billing" }, "")).status).toBe(412);
    expect(
      (
        await auth.api("PATCH", `/v1/users/${publicId(user.userId)}`, {
          token: admin.token,
          body: { role: "billing" },
        })
      ).status,
    ).toBe(428);
    expect((await change(admin.token, user.userId, { role: "billing" }, 7)).status).toBe(412);
    const changed = await change(admin.token, user.userId, { role: "billing" });
    expect([changed.status, changed.body.role, changed.etag]).toEqual([200, "billing", 2]);
    expect((await auth.api("GET", "/v1/auth/sessions", { token: session.token })).status).toBe(401);
    expect(
      (await auth.api("POST", "/v1/auth/token/refresh", { body: { refresh_token: session.refreshToken } }))
        .status,
    ).toBe(401);

    const again = await auth.signIn(user);
    expect(decodeJwt(again.token).role).toBe("billing");
    const { ticket } = (await auth.login(user)).body;
    expect((await change(admin.token, user.userId, { disabled: true }, 2)).body.status).toBe("disabled");
    expect((await auth.api("GET", "/v1/auth/sessions", { token: again.token })).status).toBe(401);
    expect((await auth.login(user)).status).toBe(401);
    const body = { ticket, code: auth.freshCode(user.totpSecret) };
    expect((await auth.api("POST", "/v1/auth/mfa/verify", { body })).status).toBe(401);
  });

  test("an admin is made by two, neither of them the person, and nobody changes their own account", async () => {
    const user = await createTestStaff(auth.context, "agent");
    expect((await change(admin.token, admin.userId, { role: "agent" })).body.code).toBe("user.own_account");
    expect((await invite(admin.token, "admin")).status).toBe(422);
    const asked = await change(admin.token, user.userId, { role: "admin" });
    expect([asked.status, asked.body.status]).toEqual([202, "waits_for_second_person"]);
    const path = `/v1/users/${publicId(user.userId)}/admin-approval`;
    const alone = await auth.api("POST", path, { token: admin.token, body: { approve: true } });
    expect([alone.status, alone.body.code]).toEqual([403, "user.second_person_required"]);
    expect(
      (await auth.api("GET", `/v1/users/${publicId(user.userId)}`, { token: admin.token })).body.role,
    ).toBe("agent");
    const both = await Promise.all(
      [1, 2].map(() => auth.api("POST", path, { token: secondAdmin.token, body: { approve: true } })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(
      (await auth.api("GET", `/v1/users/${publicId(user.userId)}`, { token: admin.token })).body.role,
    ).toBe("admin");
    // Lowering is one person's work.
    expect((await change(admin.token, user.userId, { role: "agent" }, 2)).status).toBe(200);
  });

  test("the first admin is made by the command, which prints what the person needs once", async () => {
    const email = `${randomUUID()}@horizon.example`;
    const run = (env: Record<string, string> = {}) =>
      execFile(
        process.execPath,
        [
          fileURLToPath(new URL("create-staff-cli.ts", import.meta.url)),
          ...["--email", email, "--name", "First Admin", "--role", "admin"],
        ],
        {
          env: {
            DATABASE_URL: auth.database.serviceUrl("auth"),
            AUTH_KEYS: testAuthKeys,
            NODE_ENV: "test",
            ...env,
          },
        },
      );
    const { link } = JSON.parse((await run()).stdout);
    const token = String(new URL(link).hash.slice("#token=".length));
    const password = "brisk lantern over water";
    expect((await auth.api("POST", "/v1/auth/password/reset", { body: { token, password } })).status).toBe(
      204,
    );
    expect((await auth.login({ email, password })).body.status).toBe("mfa_enrolment_required");
    await expect(run({ STAFF_PASSWORD: password })).rejects.toThrow("The address has an account.");
    await expect(run({ AUTH_KEYS: "k1:not-a-key" })).rejects.toThrow(/AUTH_KEYS: key 1 is not/);
  });

  test("a request for an admin ends after a day", async () => {
    const user = await createTestStaff(auth.context, "agent");
    await change(admin.token, user.userId, { role: "admin" });
    await auth.sql(
      "UPDATE auth.role_request SET expires_at = now() - interval '1 second' WHERE user_id = $1",
      [user.userId],
    );
    const path = `/v1/users/${publicId(user.userId)}/admin-approval`;
    expect(
      (await auth.api("POST", path, { token: secondAdmin.token, body: { approve: true } })).body.code,
    ).toBe("user.not_waiting");
  });

  test("ASVS 6.4.6 an admin starts a reset and never chooses the password", async () => {
    const user = await createTestStaff(auth.context, "agent");
    const path = `/v1/users/${publicId(user.userId)}/password-reset`;
    const answer = await auth.api("POST", path, { token: admin.token });
    expect([answer.status, answer.body]).toEqual([202, { status: "accepted" }]);
    const password = { password: "chosen by the admin" };
    expect((await auth.api("POST", path, { token: admin.token, body: password })).status).toBe(400);
    expect(await auth.readMail(user.userId, "password_reset")).toMatch(/^[\w-]{43}$/);
  });

  test("the last admin stays, also when two demote each other at once", async () => {
    const own = await startTestAuth();
    try {
      const [one, two] = [await own.staff("admin"), await own.staff("admin")];
      const demote = (token: string, userId: string) =>
        own.api("PATCH", `/v1/users/${publicId(userId)}`, { token, body: { role: "agent" }, ifMatch: 1 });
      const answers = await Promise.all([demote(one.token, two.userId), demote(two.token, one.userId)]);
      expect(answers.map(({ status }) => status).sort()).not.toEqual([200, 200]);
      const admins = await own.sql("SELECT id FROM auth.user_account WHERE role = 'admin'");
      expect(admins).toHaveLength(1);
    } finally {
      await own.close();
    }
  });
});

describe("API clients", () => {
  const form = (fields: Record<string, string>, headers: Record<string, string> = {}): ApiCall => ({
    bytes: new URLSearchParams(fields).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
  });
  const create = (body: object, idempotencyKey = randomUUID()) =>
    auth.api("POST", "/v1/api-clients", { token: admin.token, body, idempotencyKey });
  const basic = (id: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
  });
  const grant = { grant_type: "client_credentials" };

  test("a client is made, gets tokens of its scopes, and is ended with them", async () => {
    const made = await create({ name: "Partner", scopes: ["disputes:read", "billing:read"] });
    expect(made.status).toBe(201);
    const { client_id: id, client_secret: secret } = made.body;
    const answer = await auth.api("POST", "/v1/oauth/token", form(grant, basic(id, secret)));
    expect(answer.body).toMatchObject({
      token_type: "Bearer",
      expires_in: 600,
      scope: "disputes:read billing:read",
    });
    expect(decodeJwt(answer.body.access_token)).toMatchObject({ sub: id, client_id: id, aud: "horizon-api" });
    const post = { client_id: id, client_secret: secret };
    const less = await auth.api(
      "POST",
      "/v1/oauth/token",
      form({ ...grant, ...post, scope: "disputes:read" }),
    );
    expect(less.body.scope).toBe("disputes:read");
    const more = await auth.api(
      "POST",
      "/v1/oauth/token",
      form({ ...grant, ...post, scope: "webhooks:manage" }),
    );
    expect([more.status, more.body.error]).toEqual([400, "invalid_scope"]);

    const introspect = async (token: string) =>
      (await auth.api("POST", "/v1/oauth/introspect", form({ token, ...post }))).body;
    expect(await introspect(answer.body.access_token)).toMatchObject({ active: true, client_id: id });
    expect(await introspect(admin.token)).toEqual({ active: false });
    expect(
      (await auth.api("POST", "/v1/oauth/revoke", form({ token: less.body.access_token, ...post }))).status,
    ).toBe(200);
    expect((await auth.api("POST", "/v1/oauth/revoke", form({ token: "nonsense", ...post }))).status).toBe(
      200,
    );
    expect(await introspect(less.body.access_token)).toEqual({ active: false });

    expect((await auth.api("DELETE", `/v1/api-clients/${id}`, { token: admin.token })).status).toBe(204);
    const ended = await auth.api("POST", "/v1/oauth/token", form(grant, basic(id, secret)));
    expect([ended.status, ended.body.error]).toEqual([401, "invalid_client"]);
    const revoked = await auth.internal("api-gateway", "/internal/revocations");
    expect(revoked.body.revocations).toContainEqual(expect.objectContaining({ kind: "client", value: id }));
    const listed = await auth.api("GET", "/v1/api-clients", { token: admin.token });
    expect(JSON.stringify(listed.body)).not.toContain(secret);
  });

  test("ASVS 11.5.1 the secret is shown once and kept nowhere, not even for a repetition", async () => {
    const key = randomUUID();
    const body = { name: "Once", scopes: ["disputes:read"] };
    const [first, again] = [await create(body, key), await create(body, key)];
    expect(first.body.client_secret).toMatch(/^[\w-]{43}$/);
    expect(again.body).toEqual({ ...first.body, client_secret: null });
    expect((await create({ ...body, name: "Other" }, key)).body.code).toBe("idempotency.mismatch");
    const [dump] = await auth.sql(
      `SELECT (SELECT string_agg(t::text, ' ') FROM auth.api_client t) || (SELECT string_agg(t::text, ' ') FROM auth.idempotency_key t) AS text`,
    );
    expect(dump?.text).not.toContain(first.body.client_secret);
    expect(
      (await auth.api("POST", "/v1/api-clients", { token: admin.token, body, idempotencyKey: null })).status,
    ).toBe(400);
  });

  test("a client signs in with its own key, and an assertion is good once", async () => {
    const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
    const key = { ...(await exportJWK(publicKey)), kid: "k1" };
    const made = await create({ name: "Signer", scopes: ["billing:read"], jwks: { keys: [key] } });
    const { client_id: id } = made.body;
    expect([made.body.authentication, made.body.client_secret]).toEqual(["private_key_jwt", null]);
    const assertion = (claims: Record<string, unknown> = {}) =>
      new SignJWT({ iss: id, sub: id, aud: "https://auth.horizon.example", jti: randomUUID(), ...claims })
        .setProtectedHeader({ alg: "ES256", kid: "k1" })
        .setIssuedAt(Math.floor(auth.time.now().getTime() / 1_000))
        .setExpirationTime(Math.floor(auth.time.now().getTime() / 1_000) + 60)
        .sign(privateKey);
    const send = (client_assertion: string) =>
      auth.api(
        "POST",
        "/v1/oauth/token",
        form({
          ...grant,
          client_assertion,
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        }),
      );
    const good = await assertion();
    expect([(await send(good)).status, (await send(good)).body.error]).toEqual([200, "invalid_client"]);
    for (const claims of [
      { aud: "https://elsewhere.example" },
      { sub: `cli_${"0".repeat(32)}` },
      { iss: "me" },
    ]) {
      expect((await send(await assertion(claims))).body.error).toBe("invalid_client");
    }
    const secret = Buffer.from(JSON.stringify(await exportJWK(privateKey)));
    const leak = { ...JSON.parse(secret.toString()), kid: "k2" };
    expect((await create({ name: "Leak", scopes: ["billing:read"], jwks: { keys: [leak] } })).status).toBe(
      422,
    );
  });

  test("ASVS 10.4.4 no other grant, no double parameter, no wrong secret, no other address", async () => {
    const made = await create({
      name: "Bound",
      scopes: ["billing:read"],
      allowed_addresses: ["192.0.2.0/24"],
    });
    const post = { client_id: made.body.client_id, client_secret: made.body.client_secret };
    const there = { "x-forwarded-for": "192.0.2.9" };
    const token = (fields: Record<string, string>, headers = there) =>
      auth.api("POST", "/v1/oauth/token", form(fields, headers));
    expect((await token({ ...grant, ...post })).status).toBe(200);
    expect((await token({ ...grant, ...post }, { "x-forwarded-for": "203.0.113.9" })).body.error).toBe(
      "invalid_client",
    );
    expect((await token({ ...grant, ...post, client_secret: "wrong" })).body.error).toBe("invalid_client");
    expect((await token({ ...grant, ...post, client_id: "cli_unknown" })).body.error).toBe("invalid_client");
    for (const grant_type of ["password", "authorization_code", "implicit", "refresh_token"]) {
      expect((await token({ ...post, grant_type })).body.error).toBe("unsupported_grant_type");
    }
    const doubled = `grant_type=client_credentials&grant_type=x&client_id=${post.client_id}&client_secret=${post.client_secret}`;
    const answer = await auth.api("POST", "/v1/oauth/token", { ...form({}, there), bytes: doubled });
    expect([answer.status, answer.body.error]).toEqual([400, "invalid_request"]);
    const json = await auth.api("POST", "/v1/oauth/token", { body: { ...grant, ...post } });
    expect(json.status).toBe(415);
  });

  test("ranges that are none and scopes that do not exist are refused", async () => {
    expect(
      (await create({ name: "x", scopes: ["disputes:read"], allowed_addresses: ["10.0.0.0/33"] })).status,
    ).toBe(422);
    expect((await create({ name: "x", scopes: ["mfa:enrol"] })).status).toBe(422);
    expect((await create({ name: "x", scopes: [] })).status).toBe(422);
  });
});

describe("keys and records", () => {
  test("the key set is public, cached, and holds no private member", async () => {
    const answer = await auth.api("GET", "/.well-known/jwks.json");
    expect(answer.headers["cache-control"]).toContain("max-age=300");
    expect(answer.body.keys).toHaveLength(1);
    expect(Object.keys(answer.body.keys[0]).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x", "y"]);
    const metadata = await auth.api("GET", "/.well-known/oauth-authorization-server");
    expect(metadata.body).toMatchObject({
      issuer: "https://auth.horizon.example",
      grant_types_supported: ["client_credentials"],
    });
  });

  test("keys rotate: published a day ahead, old tokens pass until they end, several processes agree", async () => {
    const own = await startTestAuth();
    try {
      const days = (count: number) => own.time.advanceMs(count * 24 * 60 * 60_000);
      const kids = async () =>
        (await own.sql("SELECT kid, state::text FROM auth.signing_key ORDER BY created_at")) as {
          kid: string;
          state: string;
        }[];
      const session = await own.signIn(await createTestCustomer(own.context));
      const [first] = await kids();
      await own.runJob("rotate-signing-keys");
      expect(await kids()).toHaveLength(1);
      days(27);
      const another = await own.startAnother();
      await Promise.all([
        own.runJob("rotate-signing-keys"),
        another.service.context.signer.rotate(),
        own.runJob("rotate-signing-keys"),
      ]);
      await another.stop();
      expect((await kids()).map(({ state }) => state)).toEqual(["current", "next"]);
      expect((await own.api("GET", "/.well-known/jwks.json")).body.keys).toHaveLength(2);
      days(3);
      await own.runJob("rotate-signing-keys");
      expect((await kids()).map(({ state }) => state)).toEqual(["retired", "current"]);
      const after = await own.signIn(await createTestCustomer(own.context));
      expect((await own.api("GET", "/v1/auth/sessions", { token: after.token })).status).toBe(200);
      expect(
        (await own.api("GET", "/.well-known/jwks.json")).body.keys.map(({ kid }: { kid: string }) => kid),
      ).toContain(first?.kid);
      expect(session.token).not.toBe(after.token);
      days(1);
      await own.runJob("rotate-signing-keys");
      expect((await kids()).map(({ kid }) => kid)).not.toContain(first?.kid);
    } finally {
      await own.close();
    }
  });

  test("what has ended is removed, what has not stays", async () => {
    const session = await auth.signIn(await createTestCustomer(auth.context));
    await auth.runJob("purge-auth");
    expect((await auth.api("GET", "/v1/auth/sessions", { token: session.token })).status).toBe(200);
  });

  test("ASVS 16.3.1 sign-ins, failures and changes are in the audit, which is read by auditors and whole", async () => {
    const user = await createTestStaff(auth.context, "agent");
    await auth.login({ ...user, password: "wrong password" });
    await auth.signIn(user);
    const auditor = await auth.staff("auditor");
    const query = `object_type=user&object_id=${user.userId}`;
    const page = await auth.api("GET", `/v1/auth/audit?${query}&limit=2`, { token: auditor.token });
    expect(page.body.data.map(({ action }: { action: string }) => action)).toEqual([
      "login.succeed",
      "login.password",
    ]);
    const rest = await auth.api("GET", `/v1/auth/audit?${query}&cursor=${page.body.next_cursor}`, {
      token: auditor.token,
    });
    expect(rest.body.data.map(({ action }: { action: string }) => action)).toEqual([
      "login.fail",
      "user.bootstrap",
    ]);
    const forged = await auth.api("GET", "/v1/auth/audit?cursor=WzEsMl0.AAAA", { token: auditor.token });
    expect(forged.status).toBe(400);
    const chain = await verifyAuditChain(auth.context.db, "auth");
    expect(chain.brokenAt).toBeNull();
    expect(chain.verified).toBeGreaterThan(30);
  });

  test("GLB-3 the role of the service cannot rewrite who a user is, nor read another schema", async () => {
    const client = new Client({ connectionString: auth.database.serviceUrl("auth") });
    await client.connect();
    try {
      for (const statement of [
        "UPDATE auth.user_account SET customer_id = gen_random_uuid()",
        "UPDATE auth.user_account SET kind = 'staff'",
        "DELETE FROM auth.user_account",
        "UPDATE auth.api_client SET scopes = '{}'",
        "DELETE FROM auth.audit_event",
        "SELECT * FROM billing.outbox_event",
      ]) {
        await expect(client.query(statement), statement).rejects.toThrow(/permission denied|append-only/);
      }
    } finally {
      await client.end();
    }
  });

  test("secrets of apps and keys are sealed at rest", async () => {
    const user = await createTestStaff(auth.context, "agent");
    const [row] = await auth.sql(
      `SELECT (SELECT string_agg(t::text, ' ') FROM auth.totp_factor t) AS factors,
              (SELECT string_agg(sealed_private, ' ') FROM auth.signing_key) AS keys`,
    );
    expect(row?.factors).not.toContain(user.totpSecret);
    expect(row?.keys).toMatch(/^s1\.test\./);
  });

  test("a contact is told to notification-service alone", async () => {
    const user = await createTestCustomer(auth.context);
    const path = `/internal/users/${user.userId}/contact`;
    expect((await auth.internal("notification-service", path)).body).toMatchObject({
      email: user.email,
      email_verified: true,
    });
    expect((await auth.internal("billing-service", path)).status).toBe(403);
    expect((await auth.api("GET", path, { token: admin.token })).status).toBe(401);
    expect(
      (await auth.internal("notification-service", `/internal/users/${randomUUID()}/contact`)).status,
    ).toBe(404);
  });
});
