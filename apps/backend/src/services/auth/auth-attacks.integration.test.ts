import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ApiAnswer } from "../../testing/api-client.ts";
import { atOnce, statusesOf } from "../../testing/at-once.ts";
import { createTestCustomer, createTestStaff, newAddress, testPassword } from "../../testing/auth-users.ts";
import { oneHashAtATime, startTestAuth, type TestAuth } from "../../testing/start-test-auth.ts";

let auth: TestAuth;
beforeAll(async () => {
  auth = await startTestAuth(oneHashAtATime);
});
afterAll(() => auth.close());

const refresh = (refresh_token: string) =>
  auth.api("POST", "/v1/auth/token/refresh", { body: { refresh_token } });
/** All that a stranger can see of an answer, without what differs for every request. */
const visible = ({ status, body, headers }: ApiAnswer) => {
  const { instance: _instance, request_id: _requestId, ...rest } = body;
  return { status, body: rest, headers: Object.keys(headers).sort(), length: JSON.stringify(body).length };
};

describe("refresh tokens", () => {
  test("ASVS 10.4.5 of 20 refreshes at once all get the same successor", async () => {
    const session = await auth.signIn(await createTestCustomer(auth.context));
    const answers = await atOnce(20, () => refresh(session.refreshToken));
    expect(statusesOf(answers)).toEqual(Array(20).fill(200));
    const [successor, ...others] = new Set(answers.map(({ body }) => body.refresh_token));
    expect(others).toEqual([]);
    expect(successor).not.toBe(session.refreshToken);
    const [tokens] = await auth.sql(
      "SELECT count(*)::int AS n FROM auth.refresh_token WHERE session_id = $1::uuid",
      [session.sessionId.slice(4)],
    );
    expect(tokens).toEqual({ n: 2 });
    expect((await refresh(successor)).status).toBe(200);
  });

  test("API2 a replaced token that comes back ends the session, for both who hold it", async () => {
    const user = await createTestCustomer(auth.context);
    const session = await auth.signIn(user);
    const next = await refresh(session.refreshToken);
    auth.time.advanceMs(10_001);
    const reused = await refresh(session.refreshToken);
    expect([reused.status, reused.body.code]).toEqual([401, "refresh.reused"]);
    expect((await refresh(next.body.refresh_token)).body.code).toBe("refresh.invalid");
    expect((await auth.api("GET", "/v1/auth/sessions", { token: next.body.access_token })).status).toBe(401);
    const events = await auth.listEvents("session.reuse_detected.v1");
    expect(events.filter(({ aggregateId }) => aggregateId === user.userId)).toHaveLength(1);
    const list = await auth.internal("api-gateway", "/internal/revocations");
    expect(JSON.stringify(list.body)).toContain(events.at(-1)?.data.session_id);
  });

  test("API2 within ten seconds too, once the successor was used", async () => {
    const session = await auth.signIn(await createTestCustomer(auth.context));
    const next = await refresh(session.refreshToken);
    await refresh(next.body.refresh_token);
    expect((await refresh(session.refreshToken)).body.code).toBe("refresh.reused");
  });

  test("no token is stored", async () => {
    const session = await auth.signIn(await createTestCustomer(auth.context));
    const [dump] = await auth.sql("SELECT string_agg(t::text, ' ') AS text FROM auth.refresh_token t");
    expect(dump?.text).not.toContain(session.refreshToken);
  });
});

describe("at the same moment", () => {
  test("ASVS 15.4.2 an address registered 20 times at once is one account, and all answers are alike", async () => {
    const email = `${randomUUID()}@example.com`;
    const answers = await atOnce(20, () =>
      auth.api("POST", "/v1/auth/register", { body: { email, password: testPassword } }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify([answer.status, answer.body]))).size).toBe(1);
    const users = await auth.sql("SELECT id FROM auth.user_account WHERE email = $1", [email]);
    expect(users).toHaveLength(1);
    const mails = await auth.sql("SELECT id FROM auth.message WHERE user_id = $1", [users[0]?.id]);
    expect(mails).toHaveLength(5);
  });

  test("a registration sent twice under one key sends one mail", async () => {
    const email = `${randomUUID()}@example.com`;
    const send = (password: string) =>
      auth.api("POST", "/v1/auth/register", { body: { email, password }, idempotencyKey: email });
    expect([(await send(testPassword)).status, (await send(testPassword)).status]).toEqual([202, 202]);
    const mails = await auth.sql(
      "SELECT m.id FROM auth.message m JOIN auth.user_account u ON u.id = m.user_id WHERE email = $1",
      [email],
    );
    expect(mails).toHaveLength(1);
  });

  test("ASVS 6.5.1 a reset link used ten times at once sets one password", async () => {
    const user = await createTestCustomer(auth.context);
    await auth.api("POST", "/v1/auth/password/forgot", { body: { email: user.email } });
    const token = await auth.readMail(user.userId, "password_reset");
    const answers = await atOnce(10, (index) =>
      auth.api("POST", "/v1/auth/password/reset", {
        body: { token, password: `moth number ${index} of ten` },
      }),
    );
    expect(statusesOf(answers)).toEqual([204, ...Array(9).fill(410)]);
  });

  test("ASVS 6.5.1 a code shown in four sign-ins at once ends one of them", async () => {
    const user = await createTestStaff(auth.context, "agent");
    const tickets = await atOnce(4, async () => (await auth.login(user)).body.ticket);
    const code = auth.freshCode(user.totpSecret);
    const answers = await atOnce(4, (index) =>
      auth.api("POST", "/v1/auth/mfa/verify", { body: { ticket: tickets[index], code } }),
    );
    expect(statusesOf(answers)).toEqual([200, 401, 401, 401]);
  });
});

describe("who has an account is not told (ASVS 6.3.8)", () => {
  const unknown = () => `${randomUUID()}@customer.example`;

  test("by a sign-in: unknown, wrong password, not verified, disabled", async () => {
    const [user, disabled] = [await createTestCustomer(auth.context), await createTestCustomer(auth.context)];
    await auth.sql("UPDATE auth.user_account SET disabled_at = now() WHERE id = $1", [disabled.userId]);
    const unverified = unknown();
    await auth.api("POST", "/v1/auth/register", { body: { email: unverified, password: testPassword } });
    const answers = [
      await auth.loginFrom(newAddress(), unknown(), testPassword),
      await auth.loginFrom(newAddress(), user.email, "not the password"),
      await auth.loginFrom(newAddress(), unverified, testPassword),
      await auth.loginFrom(newAddress(), disabled.email, disabled.password),
    ].map(visible);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: "auth.credentials_invalid" } });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test("by its delays", async () => {
    const user = await createTestCustomer(auth.context);
    for (const email of [user.email, unknown()]) {
      const address = newAddress();
      const seen: number[] = [];
      await auth.time.standStill(async () => {
        for (let index = 0; index < 6; index += 1)
          seen.push((await auth.loginFrom(address, email, "wrong password")).status);
      });
      expect(seen).toEqual([401, 401, 401, 401, 401, 429]);
    }
  });

  test("by a registration or a forgotten password", async () => {
    const user = await createTestCustomer(auth.context);
    const staff = await createTestStaff(auth.context, "agent");
    for (const path of ["/v1/auth/register", "/v1/auth/password/forgot"]) {
      const seen = [];
      for (const email of [unknown(), user.email, staff.email]) {
        const password = path.endsWith("register") ? { password: testPassword } : {};
        seen.push(visible(await auth.api("POST", path, { body: { email, ...password } })));
      }
      expect(seen[0]).toMatchObject({ status: 202, body: { status: "accepted" } });
      for (const answer of seen) expect(answer).toEqual(seen[0]);
    }
    // The account is as it was.
    expect((await auth.login(user)).status).toBe(200);
    const reset = await auth.sql(
      "SELECT kind::text FROM auth.message WHERE user_id = $1 ORDER BY created_at",
      [user.userId],
    );
    expect(reset).toEqual([{ kind: "registration_repeated" }, { kind: "password_reset" }]);
  });

  test("ASVS 6.1.1 the same work is done for an unknown account", async () => {
    const verify = vi.spyOn(auth.context.hasher, "verify");
    await auth.loginFrom(newAddress(), unknown(), testPassword);
    expect(verify).toHaveBeenCalledTimes(1);
    verify.mockRestore();
  });
});

test("ASVS 2.4.1 a flood of sign-ins fills its queue and nothing else", async () => {
  const { token, refreshToken } = await auth.signIn(await createTestCustomer(auth.context));
  const { queue } = auth.context.hasher;
  let release: () => void = () => undefined;
  const held = queue.run(() => new Promise<void>((resolve) => (release = resolve)));
  const answers: ApiAnswer[] = [];
  const floodFrom = auth.time.now();
  const flood = atOnce(60, async () => {
    const answer = await auth.loginFrom(newAddress(), `${randomUUID()}@example.com`, "wrong password");
    answers.push(answer);
  });
  // Two are at work and 25 wait: the other 33 are told to come back at once, before anything is asked for them.
  await vi.waitFor(() => expect(answers).toHaveLength(33), { timeout: 60_000 });
  expect(new Set(answers.map(({ status, headers }) => `${status} ${headers["retry-after"]}`))).toEqual(
    new Set(["503 2"]),
  );
  expect(answers[0]?.body).toMatchObject({ code: "auth.busy" });
  expect(auth.context.admission.waiting()).toBe(25);
  const throttled = await auth.sql(
    "SELECT count(*)::int AS n FROM auth.throttle WHERE last_failure_at > $1",
    [floodFrom],
  );
  expect(Number(throttled[0]?.n)).toBeLessThanOrEqual(2 * 3);

  expect((await auth.api("GET", "/v1/auth/sessions", { token })).status).toBe(200);
  expect((await refresh(refreshToken)).status).toBe(200);
  expect((await auth.api("GET", "/.well-known/jwks.json")).status).toBe(200);
  expect((await auth.api("GET", "/health/ready")).body.obstacles).not.toContain("database");
  expect(answers).toHaveLength(33);

  release();
  await Promise.all([held, flood]);
  expect(statusesOf(answers)).toEqual([...Array(27).fill(401), ...Array(33).fill(503)]);
  for (const { running, waiting } of [queue, auth.context.admission])
    expect([running(), waiting()]).toEqual([0, 0]);
});
