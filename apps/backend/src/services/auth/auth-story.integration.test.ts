import { randomUUID } from "node:crypto";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestCustomer, createTestStaff, testPassword, totpCodeAt } from "../../testing/auth-users.ts";
import { startTestAuth, type TestAuth } from "../../testing/start-test-auth.ts";

let auth: TestAuth;
beforeAll(async () => {
  auth = await startTestAuth();
});
afterAll(() => auth.close());

const userIdOf = async (email: string) =>
  String((await auth.sql("SELECT id FROM auth.user_account WHERE email = $1", [email]))[0]?.id);

test("a customer registers, verifies, signs in, enrols a second factor, steps up, refreshes and leaves", async () => {
  const { api } = auth;
  const email = `Ada.${randomUUID()}@example.com`;
  const credentials = { email, password: testPassword };
  const registered = await api("POST", "/v1/auth/register", { body: credentials });
  expect([registered.status, registered.body]).toEqual([202, { status: "accepted" }]);
  expect((await auth.login(credentials)).status).toBe(401);

  const userId = await userIdOf(email.toLowerCase());
  const token = await auth.readMail(userId, "email_verification");
  expect((await api("POST", "/v1/auth/email-verifications", { body: { token } })).status).toBe(200);
  expect((await api("POST", "/v1/auth/email-verifications", { body: { token } })).status).toBe(410);

  const first = (await auth.login(credentials)).body;
  expect(first).toMatchObject({ status: "signed_in", token_type: "Bearer", expires_in: 600 });
  expect(decodeProtectedHeader(first.access_token)).toMatchObject({ alg: "ES256", typ: "at+jwt" });
  const claims = decodeJwt(first.access_token);
  expect(claims).toMatchObject({ sub: userId, role: "customer", aud: "horizon-api", acr: "1", amr: ["pwd"] });
  const [row] = await auth.sql("SELECT customer_id FROM auth.user_account WHERE id = $1", [userId]);
  expect(claims.customer_id).toBe(row?.customer_id);
  expect(
    (await api("POST", "/v1/auth/step-up", { token: first.access_token, body: { code: "123456" } })).body
      .code,
  ).toBe("mfa.not_enrolled");

  const enrolled = await api("POST", "/v1/auth/mfa/totp", { token: first.access_token, body: {} });
  expect(enrolled.status).toBe(201);
  const confirm = await api("POST", `/v1/auth/mfa/totp/${enrolled.body.id}/confirm`, {
    token: first.access_token,
    body: { code: totpCodeAt(enrolled.body.secret, auth.time.now()) },
  });
  expect(confirm.status).toBe(200);
  expect(confirm.body.recovery_codes).toHaveLength(10);
  expect(decodeJwt(confirm.body.session.access_token)).toMatchObject({ acr: "2", amr: ["pwd", "otp"] });
  // ASVS 7.2.4: the session from before is over.
  expect((await api("GET", "/v1/auth/sessions", { token: first.access_token })).status).toBe(401);

  const again = await auth.login(credentials);
  expect(again.body).toMatchObject({ status: "mfa_required", methods: ["totp", "recovery_code"] });
  const signedIn = await api("POST", "/v1/auth/mfa/verify", {
    body: { ticket: again.body.ticket, code: auth.freshCode(enrolled.body.secret) },
  });
  const stepUp = await api("POST", "/v1/auth/step-up", {
    token: signedIn.body.access_token,
    body: { recovery_code: confirm.body.recovery_codes[3] },
  });
  expect(stepUp.status).toBe(200);
  expect(decodeJwt(stepUp.body.access_token)).toMatchObject({ acr: "2", amr: ["pwd", "otp", "rec"] });
  const factors = await api("GET", "/v1/auth/mfa/totp", { token: stepUp.body.access_token });
  expect(factors.body).toMatchObject({ data: [{ id: enrolled.body.id }], recovery_codes_left: 9 });

  const refreshed = await api("POST", "/v1/auth/token/refresh", {
    body: { refresh_token: signedIn.body.refresh_token },
  });
  expect(refreshed.body).toMatchObject({ status: "signed_in", session_id: signedIn.body.session_id });
  const sessions = await api("GET", "/v1/auth/sessions", { token: refreshed.body.access_token });
  expect(sessions.body.data.map((session: { current: boolean }) => session.current)).toContain(true);

  expect((await api("POST", "/v1/auth/logout", { token: refreshed.body.access_token })).status).toBe(204);
  expect((await api("GET", "/v1/auth/sessions", { token: refreshed.body.access_token })).status).toBe(401);
  const after = await api("POST", "/v1/auth/token/refresh", {
    body: { refresh_token: refreshed.body.refresh_token },
  });
  expect([after.status, after.body.code]).toEqual([401, "refresh.invalid"]);

  const events = await auth.listEvents();
  expect(events.filter(({ aggregateId }) => aggregateId === userId).map(({ type }) => type)).toEqual([
    "user.registered.v1",
    "user.email_verification_requested.v1",
    "user.email_verified.v1",
    "login.succeeded.v1",
    "login.succeeded.v1",
    "session.revoked.v1",
    "mfa.enrolled.v1",
    "login.succeeded.v1",
    "session.revoked.v1",
  ]);
  const metrics = String((await api("GET", "/metrics")).body);
  expect(metrics).toMatch(/^horizon_events_total\{event="user\.registered",service="auth-service"\} [1-9]/m);
  expect(metrics).toMatch(/^horizon_events_total\{event="mfa\.enrolled",/m);
});

test("ASVS 6.4.3 a forgotten password is reset: sessions end, the second factor stays, the link is good once", async () => {
  const { api, context } = auth;
  const user = await createTestStaff(context, "agent");
  const before = await auth.signIn(user);
  await api("POST", "/v1/auth/password/forgot", { body: { email: user.email } });
  const token = await auth.readMail(user.userId, "password_reset");
  const password = "another moth entirely";
  expect(
    (await api("POST", "/v1/auth/password/reset", { body: { token, password: "password" } })).body,
  ).toMatchObject({
    code: "password.refused",
    errors: [{ pointer: "/password", code: "common" }],
  });
  expect((await api("POST", "/v1/auth/password/reset", { body: { token, password } })).status).toBe(204);
  expect((await api("POST", "/v1/auth/password/reset", { body: { token, password } })).status).toBe(410);
  expect((await api("GET", "/v1/auth/sessions", { token: before.token })).status).toBe(401);
  expect((await auth.login(user)).status).toBe(401);
  expect((await auth.login({ ...user, password })).body.status).toBe("mfa_required");
});

test("ASVS 7.4.3, 7.5.1 a password change wants the current one and ends the other sessions", async () => {
  const { api, context } = auth;
  const user = await createTestCustomer(context);
  const [here, there] = [await auth.signIn(user), await auth.signIn(user)];
  const change = (current_password: string) =>
    api("POST", "/v1/auth/password/change", {
      token: here.token,
      body: { current_password, new_password: "another moth entirely" },
    });
  expect((await change("not the password")).status).toBe(401);
  expect((await change(user.password)).status).toBe(204);
  expect((await api("GET", "/v1/auth/sessions", { token: there.token })).status).toBe(401);
  expect(
    (await api("POST", "/v1/auth/token/refresh", { body: { refresh_token: there.refreshToken } })).status,
  ).toBe(401);
  expect((await api("GET", "/v1/auth/sessions", { token: here.token })).body.data).toHaveLength(1);
  expect((await auth.login(user)).status).toBe(401);
});

test("ASVS 7.5.2 one's sessions are listed and ended, nobody else's", async () => {
  const { api, context } = auth;
  const user = await createTestStaff(context, "billing");
  const [here, there] = [await auth.signIn(user), await auth.signIn(user)];
  const stranger = await auth.staff("billing");
  const path = `/v1/auth/sessions/${there.sessionId}`;
  expect((await api("DELETE", path, { token: stranger.token })).status).toBe(404);
  expect((await api("GET", "/v1/auth/sessions", { token: here.token })).body.data).toHaveLength(2);
  expect((await api("DELETE", path, { token: here.token })).status).toBe(204);
  expect((await api("GET", "/v1/auth/sessions", { token: there.token })).status).toBe(401);
  expect((await api("POST", "/v1/auth/logout-all", { token: here.token })).body).toEqual({ ended: 1 });
  expect((await api("GET", "/v1/auth/sessions", { token: here.token })).status).toBe(401);
  const revoked = await auth.internal("api-gateway", "/internal/revocations");
  const values = revoked.body.revocations.map(({ value }: { value: string }) => value.replaceAll("-", ""));
  expect(values).toEqual(expect.arrayContaining([here, there].map(({ sessionId }) => sessionId.slice(4))));
});

test("a session ends when it is idle for 30 minutes, of staff 15, and at its absolute end", async () => {
  const { api, context } = auth;
  const customer = await auth.signIn(await createTestCustomer(context));
  const staff = await auth.signIn(await createTestStaff(context, "agent"));
  const refresh = (refresh_token: string) =>
    api("POST", "/v1/auth/token/refresh", { body: { refresh_token } });
  auth.time.advanceMs(16 * 60_000);
  expect((await refresh(staff.refreshToken)).status).toBe(401);
  const next = await refresh(customer.refreshToken);
  expect(next.status).toBe(200);
  auth.time.advanceMs(31 * 60_000);
  expect((await refresh(next.body.refresh_token)).status).toBe(401);
});

test("an e-mail's link is made when it is read, each reading its own, and one use ends them all", async () => {
  const { api, context } = auth;
  const user = await createTestCustomer(context);
  await api("POST", "/v1/auth/password/forgot", { body: { email: user.email } });
  const [event] = (await auth.listEvents("user.password_reset_requested.v1")).filter(
    ({ aggregateId }) => aggregateId === user.userId,
  );
  expect(Object.keys(event?.data ?? {})).toEqual(["user_id", "message_id"]);
  const [stored] = await auth.sql(
    "SELECT count(*)::int AS tokens FROM auth.message_token WHERE message_id = $1",
    [event?.data.message_id],
  );
  expect(stored).toEqual({ tokens: 0 });
  const path = `/internal/messages/${event?.data.message_id}`;
  expect((await auth.internal("billing-service", path)).status).toBe(403);
  const [first, second] = [
    await auth.readMail(user.userId, "password_reset"),
    await auth.readMail(user.userId, "password_reset"),
  ];
  expect(first).not.toBe(second);
  const reset = (token: string) =>
    api("POST", "/v1/auth/password/reset", { body: { token, password: "fresh moths fly low" } });
  expect((await reset(first)).status).toBe(204);
  expect((await reset(second)).status).toBe(410);
  expect((await auth.internal("notification-service", path)).status).toBe(404);
});

test("ASVS 6.5.5 links end: a verification after 24 hours, a reset after 30 minutes", async () => {
  const { api, context } = auth;
  const user = await createTestCustomer(context);
  await api("POST", "/v1/auth/password/forgot", { body: { email: user.email } });
  const reset = await auth.readMail(user.userId, "password_reset");
  const email = `${randomUUID()}@example.com`;
  await api("POST", "/v1/auth/register", { body: { email, password: testPassword } });
  const verification = await auth.readMail(await userIdOf(email), "email_verification");
  auth.time.advanceMs(30 * 60_000 + 1_000);
  const body = { token: reset, password: "fresh moths fly low" };
  expect((await api("POST", "/v1/auth/password/reset", { body })).status).toBe(410);
  auth.time.advanceMs(24 * 60 * 60_000);
  expect((await api("POST", "/v1/auth/email-verifications", { body: { token: verification } })).status).toBe(
    410,
  );
});

test("nothing secret is in the log, the events or the answers kept under a key", async () => {
  const tables = await auth.sql(
    `SELECT (SELECT string_agg(data::text, ' ') FROM auth.outbox_event) AS events,
            (SELECT string_agg(coalesce(details::text, ''), ' ') FROM auth.audit_event) AS audit,
            (SELECT string_agg(coalesce(body::text, ''), ' ') FROM auth.idempotency_key) AS answers`,
  );
  const text = `${auth.logLines.join("\n")}${JSON.stringify(tables)}`;
  expect(auth.logLines.length).toBeGreaterThan(50);
  for (const secret of [testPassword, "@example.com", "@customer.example", "otpauth"])
    expect(text).not.toContain(secret);
  // Neither a token nor the beginning of one: `{"…` in base64url; by chance it never stands before so many more.
  expect(text).not.toMatch(/eyJ[\w-]{20}/);
});
