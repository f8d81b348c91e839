import { randomUUID } from "node:crypto";
import { verifyAuditChain } from "@horizon/db/backend";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestCustomer, createTestStaff } from "../../testing/auth-users.ts";
import { startTestAuth, type TestAuth, type Tokens } from "../../testing/start-test-auth.ts";

let auth: TestAuth;
let admin: Tokens & { userId: string };
beforeAll(async () => {
  auth = await startTestAuth({ PORTAL_URL: "https://portal.example" });
  admin = await auth.staff("admin");
});
afterAll(() => auth.close());

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
    const [rows] = await auth.sql("SELECT count(*)::int AS count FROM auth.audit_event");
    expect(chain.verified).toBe(rows?.count);
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
