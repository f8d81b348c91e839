import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestCustomer, createTestStaff, totpCodeAt } from "../../testing/auth-users.ts";
import { oneHashAtATime, startTestAuth, type TestAuth } from "../../testing/start-test-auth.ts";

let auth: TestAuth;
beforeAll(async () => {
  auth = await startTestAuth(oneHashAtATime);
});
afterAll(() => auth.close());

const refresh = (refresh_token: string) =>
  auth.api("POST", "/v1/auth/token/refresh", { body: { refresh_token } });

describe("around the second factor (API2)", () => {
  test("ASVS 6.5.1 a code that was taken is not taken again", async () => {
    const user = await createTestStaff(auth.context, "agent");
    const tickets = [(await auth.login(user)).body.ticket, (await auth.login(user)).body.ticket];
    const code = auth.freshCode(user.totpSecret);
    const verify = (ticket: string) => auth.api("POST", "/v1/auth/mfa/verify", { body: { ticket, code } });
    const first = await verify(tickets[0]);
    expect(first.status).toBe(200);
    expect((await verify(tickets[1])).body.code).toBe("mfa.code_invalid");
    expect(
      (await auth.api("POST", "/v1/auth/step-up", { token: first.body.access_token, body: { code } })).status,
    ).toBe(401);
    expect((await verify(tickets[0])).body.code).toBe("mfa.ticket_invalid");
  });

  test("a ticket is no token, and a token no ticket", async () => {
    const user = await createTestStaff(auth.context, "agent");
    const { ticket } = (await auth.login(user)).body;
    const { token } = await auth.signIn(user);
    expect((await auth.api("GET", "/v1/auth/sessions", { token: ticket })).status).toBe(401);
    expect((await refresh(ticket)).status).toBe(401);
    const body = { ticket: token.slice(0, 200), code: auth.freshCode(user.totpSecret) };
    expect((await auth.api("POST", "/v1/auth/mfa/verify", { body })).body.code).toBe("mfa.ticket_invalid");
  });

  test("a ticket from before a new password is void", async () => {
    const user = await createTestStaff(auth.context, "agent");
    const { ticket } = (await auth.login(user)).body;
    await auth.api("POST", "/v1/auth/password/forgot", { body: { email: user.email } });
    const token = await auth.readMail(user.userId, "password_reset");
    await auth.api("POST", "/v1/auth/password/reset", { body: { token, password: "fresh moths fly low" } });
    const body = { ticket, code: auth.freshCode(user.totpSecret) };
    expect((await auth.api("POST", "/v1/auth/mfa/verify", { body })).status).toBe(401);
  });

  test("a recovery code is good once", async () => {
    const { token } = await auth.staff("agent");
    const codes = (await auth.api("POST", "/v1/auth/mfa/recovery-codes", { token })).body.recovery_codes;
    const stepUp = () => auth.api("POST", "/v1/auth/step-up", { token, body: { recovery_code: codes[0] } });
    expect([(await stepUp()).status, (await stepUp()).status]).toEqual([200, 401]);
    await auth.api("POST", "/v1/auth/mfa/recovery-codes", { token });
    const old = { recovery_code: codes[1] };
    expect((await auth.api("POST", "/v1/auth/step-up", { token, body: old })).status).toBe(401);
  });

  test("who has a factor adds another only after showing it; who has none only after a fresh sign-in", async () => {
    const user = await createTestStaff(auth.context, "agent");
    const staff = await auth.signIn(user);
    const customer = await createTestCustomer(auth.context);
    const { token } = await auth.signIn(customer);
    auth.time.advanceMs(6 * 60_000);
    const enrol = (bearer: string, body = {}) =>
      auth.api("POST", "/v1/auth/mfa/totp", { token: bearer, body });
    expect((await enrol(staff.token)).body.code).toBe("auth.step_up_required");
    expect((await enrol(token)).body.code).toBe("auth.reauthentication_required");
    expect((await enrol(token, { password: "wrong password" })).status).toBe(403);
    expect((await enrol(token, { password: customer.password })).status).toBe(201);
    const body = { code: auth.freshCode(user.totpSecret) };
    const fresh = await auth.api("POST", "/v1/auth/step-up", { token: staff.token, body });
    expect((await enrol(fresh.body.access_token)).status).toBe(201);
  });

  test("the last factor of staff stays, a customer's may go", async () => {
    const staff = await auth.staff("agent");
    const [factor] = (await auth.api("GET", "/v1/auth/mfa/totp", { token: staff.token })).body.data;
    const refused = await auth.api("DELETE", `/v1/auth/mfa/totp/${factor.id}`, { token: staff.token });
    expect([refused.status, refused.body.code, refused.body.rule]).toEqual([409, "mfa.last_factor", "GLB-1"]);

    const { token } = await auth.signIn(await createTestCustomer(auth.context));
    const enrolled = (await auth.api("POST", "/v1/auth/mfa/totp", { token, body: {} })).body;
    const { session } = (
      await auth.api("POST", `/v1/auth/mfa/totp/${enrolled.id}/confirm`, {
        token,
        body: { code: totpCodeAt(enrolled.secret, auth.time.now()) },
      })
    ).body;
    const path = `/v1/auth/mfa/totp/${enrolled.id}`;
    expect(
      (await auth.api("DELETE", `/v1/auth/mfa/totp/${factor.id}`, { token: session.access_token })).status,
    ).toBe(404);
    expect((await auth.api("DELETE", path, { token: session.access_token })).status).toBe(204);
  });

  test("API2 whoever registers an address first does not choose its owner's password", async () => {
    const email = `${randomUUID()}@example.com`;
    const register = (password: string) =>
      auth.api("POST", "/v1/auth/register", { body: { email, password } });
    await register("the attacker knows this");
    await register("the owner alone knows this");
    const [row] = await auth.sql("SELECT id FROM auth.user_account WHERE email = $1", [email]);
    const token = await auth.readMail(String(row?.id), "email_verification");
    await register("the attacker tries once more");
    expect((await auth.api("POST", "/v1/auth/email-verifications", { body: { token } })).status).toBe(200);
    expect((await auth.login({ email, password: "the attacker knows this" })).status).toBe(401);
    expect((await auth.login({ email, password: "the attacker tries once more" })).status).toBe(401);
    expect((await auth.login({ email, password: "the owner alone knows this" })).status).toBe(200);
  });
});
