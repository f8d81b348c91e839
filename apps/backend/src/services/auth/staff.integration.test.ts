import { execFile as execFileWithCallback } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { decodeJwt } from "jose";
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

  const createStaff = (args: readonly string[], env: Record<string, string> = {}) =>
    execFile(process.execPath, [fileURLToPath(new URL("create-staff-cli.ts", import.meta.url)), ...args], {
      env: {
        DATABASE_URL: auth.database.serviceUrl("auth"),
        AUTH_KEYS: testAuthKeys,
        NODE_ENV: "test",
        ...env,
      },
    });

  test("the first admin is made by the command, which prints what the person needs once", async () => {
    const email = `${randomUUID()}@horizon.example`;
    const run = (env: Record<string, string> = {}) =>
      createStaff(["--email", email, "--name", "First Admin", "--role", "admin"], env);
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

  test("the command makes several at once, and nobody of whom something is missing", async () => {
    const person = (role: string) => [
      ...["--email", `${randomUUID()}@horizon.example`, "--name", "Somebody", "--role", role],
    ];
    const { stdout } = await createStaff([...person("agent"), ...person("auditor")]);
    const ids = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).user_id);
    const roles = await auth.sql("SELECT role FROM auth.user_account WHERE id = ANY($1) ORDER BY role", [
      ids,
    ]);
    expect(roles).toEqual([{ role: "agent" }, { role: "auditor" }]);
    const before = await auth.sql("SELECT count(*) FROM auth.user_account");
    for (const wrong of [
      [],
      ["--email", "a@horizon.example"],
      [...person("agent"), "--role", "agent"],
      person("owner"),
    ]) {
      await expect(createStaff(wrong)).rejects.toThrow("for each further person");
    }
    expect(await auth.sql("SELECT count(*) FROM auth.user_account")).toEqual(before);
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
