import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ApiAnswer } from "../../testing/api-client.ts";
import {
  createTestCustomer,
  createTestStaff,
  testPassword,
  totpCodeAt,
  wrongCodeAt,
} from "../../testing/auth-users.ts";
import { startTestAuth, type TestAuth } from "../../testing/start-test-auth.ts";

let auth: TestAuth;
beforeAll(async () => {
  auth = await startTestAuth({
    HASH_CONCURRENCY: "1",
    HASH_WAITING_MAX: "25",
    HASH_WAIT_MAX_MS: "60000",
    DATABASE_POOL_MAX: "10",
  });
});
afterAll(() => auth.close());

const together = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));
const statuses = (answers: readonly ApiAnswer[]) => answers.map(({ status }) => status).sort();
const refresh = (refresh_token: string) =>
  auth.api("POST", "/v1/auth/token/refresh", { body: { refresh_token } });
const from = (address: string) => ({ "x-forwarded-for": address });
let lastAddress = 0;
/** An address from which nobody came. */
const newAddress = () => {
  lastAddress += 1;
  return `198.51.${lastAddress >> 8}.${lastAddress & 255}`;
};
const loginFrom = (address: string, email: string, password: string) =>
  auth.api("POST", "/v1/auth/login", { body: { email, password }, headers: from(address) });
/** All that a stranger can see of an answer, without what differs for every request. */
const visible = ({ status, body, headers }: ApiAnswer) => {
  const { instance: _instance, request_id: _requestId, ...rest } = body;
  return { status, body: rest, headers: Object.keys(headers).sort(), length: JSON.stringify(body).length };
};

describe("refresh tokens", () => {
  test("ASVS 10.4.5 of 20 refreshes at once all get the same successor", async () => {
    const session = await auth.signIn(await createTestCustomer(auth.context));
    const answers = await together(20, () => refresh(session.refreshToken));
    expect(statuses(answers)).toEqual(Array(20).fill(200));
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
    const answers = await together(20, () =>
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
    const answers = await together(10, (index) =>
      auth.api("POST", "/v1/auth/password/reset", {
        body: { token, password: `moth number ${index} of ten` },
      }),
    );
    expect(statuses(answers)).toEqual([204, ...Array(9).fill(410)]);
  });

  test("ASVS 6.5.1 a code shown in four sign-ins at once ends one of them", async () => {
    const user = await createTestStaff(auth.context, "agent");
    const tickets = await together(4, async () => (await auth.login(user)).body.ticket);
    const code = auth.freshCode(user.totpSecret);
    const answers = await together(4, (index) =>
      auth.api("POST", "/v1/auth/mfa/verify", { body: { ticket: tickets[index], code } }),
    );
    expect(statuses(answers)).toEqual([200, 401, 401, 401]);
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
      await loginFrom(newAddress(), unknown(), testPassword),
      await loginFrom(newAddress(), user.email, "not the password"),
      await loginFrom(newAddress(), unverified, testPassword),
      await loginFrom(newAddress(), disabled.email, disabled.password),
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
          seen.push((await loginFrom(address, email, "wrong password")).status);
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
    await loginFrom(newAddress(), unknown(), testPassword);
    expect(verify).toHaveBeenCalledTimes(1);
    verify.mockRestore();
  });
});

describe("guessing", () => {
  test("ASVS 6.1.1 a stranger's failures hold up the stranger, not the person", async () => {
    const user = await createTestCustomer(auth.context);
    const [home, stranger] = [newAddress(), newAddress()];
    expect((await loginFrom(home, user.email, user.password)).status).toBe(200);
    await auth.time.standStill(async () => {
      for (let index = 0; index < 6; index += 1) await loginFrom(stranger, user.email, "wrong password");
      const blocked = await loginFrom(stranger, user.email, user.password);
      expect([blocked.status, Number(blocked.headers["retry-after"]) > 0]).toEqual([429, true]);
      // Many strangers: a new address has to wait, the known one has not.
      for (let index = 0; index < 21; index += 1) await loginFrom(newAddress(), user.email, "wrong password");
      expect((await loginFrom(newAddress(), user.email, user.password)).status).toBe(429);
      expect((await loginFrom(home, user.email, user.password)).status).toBe(200);
    });
    auth.time.advanceMs(60_000);
    expect((await loginFrom(newAddress(), user.email, user.password)).status).toBe(200);
  });

  test("tries at the same moment are all counted", async () => {
    const user = await createTestCustomer(auth.context);
    const address = newAddress();
    const answers = await auth.time.standStill(() =>
      together(20, () => loginFrom(address, user.email, "wrong password")),
    );
    expect(statuses(answers)).toEqual([...Array(5).fill(401), ...Array(15).fill(429)]);
  });

  test("a ticket takes five tries, then not even the right code", async () => {
    const user = await createTestStaff(auth.context, "agent");
    const { ticket } = (await auth.login(user)).body;
    const verify = (code: string) => auth.api("POST", "/v1/auth/mfa/verify", { body: { ticket, code } });
    for (let index = 0; index < 5; index += 1) {
      expect((await verify(wrongCodeAt(user.totpSecret, auth.time.now()))).body.code).toMatch(
        /mfa.code_invalid|rate.limited/,
      );
    }
    const answer = await verify(auth.freshCode(user.totpSecret));
    expect([answer.status, answer.body.code]).toEqual([401, "mfa.ticket_invalid"]);
  });

  test("codes are held up over all tickets of an account", async () => {
    const user = await createTestStaff(auth.context, "agent");
    const seen: string[] = [];
    const code = wrongCodeAt(user.totpSecret, auth.time.now());
    await auth.time.standStill(async () => {
      for (let index = 0; index < 6; index += 1) {
        const { ticket } = (await auth.login(user)).body;
        seen.push((await auth.api("POST", "/v1/auth/mfa/verify", { body: { ticket, code } })).body.code);
      }
    });
    expect(seen).toEqual([...Array(5).fill("mfa.code_invalid"), "rate.limited"]);
  });

  test("API4 an address is sent five mails of a kind an hour, whoever asks", async () => {
    const user = await createTestCustomer(auth.context);
    for (let index = 0; index < 8; index += 1) {
      const answer = await auth.api("POST", "/v1/auth/password/forgot", { body: { email: user.email } });
      expect(answer.status).toBe(202);
    }
    const mails = await auth.sql("SELECT id FROM auth.message WHERE user_id = $1", [user.userId]);
    expect(mails).toHaveLength(5);
  });
});

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

test("ASVS 2.4.1 a flood of sign-ins fills its queue and nothing else", async () => {
  const { token, refreshToken } = await auth.signIn(await createTestCustomer(auth.context));
  const { queue } = auth.context.hasher;
  let release: () => void = () => undefined;
  const held = queue.run(() => new Promise<void>((resolve) => (release = resolve)));
  const answers: ApiAnswer[] = [];
  const floodFrom = auth.time.now();
  const flood = together(60, async () => {
    const answer = await loginFrom(newAddress(), `${randomUUID()}@example.com`, "wrong password");
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
  expect(statuses(answers)).toEqual([...Array(27).fill(401), ...Array(33).fill(503)]);
  for (const { running, waiting } of [queue, auth.context.admission])
    expect([running(), waiting()]).toEqual([0, 0]);
});
