import { afterAll, beforeAll, expect, test } from "vitest";
import { atOnce, statusesOf } from "../../testing/at-once.ts";
import { createTestCustomer, createTestStaff, newAddress, wrongCodeAt } from "../../testing/auth-users.ts";
import { oneHashAtATime, startTestAuth, type TestAuth } from "../../testing/start-test-auth.ts";

let auth: TestAuth;
beforeAll(async () => {
  auth = await startTestAuth(oneHashAtATime);
});
afterAll(() => auth.close());

test("ASVS 6.1.1 a stranger's failures hold up the stranger, not the person", async () => {
  const user = await createTestCustomer(auth.context);
  const [home, stranger] = [newAddress(), newAddress()];
  expect((await auth.loginFrom(home, user.email, user.password)).status).toBe(200);
  await auth.time.standStill(async () => {
    for (let index = 0; index < 6; index += 1) await auth.loginFrom(stranger, user.email, "wrong password");
    const blocked = await auth.loginFrom(stranger, user.email, user.password);
    expect([blocked.status, Number(blocked.headers["retry-after"]) > 0]).toEqual([429, true]);
    // Many strangers: a new address has to wait, the known one has not.
    for (let index = 0; index < 21; index += 1)
      await auth.loginFrom(newAddress(), user.email, "wrong password");
    expect((await auth.loginFrom(newAddress(), user.email, user.password)).status).toBe(429);
    expect((await auth.loginFrom(home, user.email, user.password)).status).toBe(200);
  });
  auth.time.advanceMs(60_000);
  expect((await auth.loginFrom(newAddress(), user.email, user.password)).status).toBe(200);
});

test("tries at the same moment are all counted", async () => {
  const user = await createTestCustomer(auth.context);
  const address = newAddress();
  const answers = await auth.time.standStill(() =>
    atOnce(20, () => auth.loginFrom(address, user.email, "wrong password")),
  );
  expect(statusesOf(answers)).toEqual([...Array(5).fill(401), ...Array(15).fill(429)]);
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
