import { randomUUID } from "node:crypto";
import {
  type SignInAnswer,
  type SignInAssertion,
  sessionCookieName,
  sessionToken,
  signInAssertionSalt,
} from "@horizon/contracts";
import { closeDb, createDb, findMemberSession, listAuditEvents, listMembers } from "@horizon/db";
import { createTestDatabase } from "@horizon/db/embedded";
import { createLogger } from "@horizon/logger";
import { decode, encode } from "next-auth/jwt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseEnv } from "../../env.ts";
import { startApi } from "../../start-api.ts";
import { startWorker } from "../../start-worker.ts";
import { putDeployment } from "../../testing/estate-objects.ts";
import { eventually } from "../../testing/eventually.ts";
import { errorOf, type OpsClient } from "../../testing/ops-client.ts";
import { emailOf, startTestOps, type TestOps } from "../../testing/start-test-ops.ts";

const origin = "http://console.test";
const hourMs = 60 * 60_000;

describe("sessions", () => {
  let ops: TestOps;
  let ada: OpsClient;
  beforeEach(async () => {
    ops = await startTestOps();
    ada = await ops.as("ada");
  });
  afterEach(() => ops.close());

  const secret = () => ops.variables.NEXTAUTH_SECRET ?? "";
  const accountOf = (name: string, fields: Partial<SignInAssertion> = {}): SignInAssertion => ({
    via: "oidc",
    identity: { issuer: "https://id.example.com", subject: name },
    email: emailOf(name),
    emailVerified: true,
    ...fields,
  });
  const post = (path: string, body: unknown) =>
    ops.clientWith(null).get(path, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-forwarded-for": "203.0.113.9",
        "user-agent": "A browser",
      },
      body: JSON.stringify(body),
    });
  async function signIn(claim: SignInAssertion): Promise<SignInAnswer> {
    const assertion = await encode({
      token: { ...claim },
      secret: secret(),
      salt: signInAssertionSalt,
      maxAge: 60,
    });
    return (await post("/internal/sign-in", { assertion })).json() as Promise<SignInAnswer>;
  }
  async function tokenOf(claim: SignInAssertion, withSecret = secret()): Promise<string> {
    const answer = await signIn(claim);
    if (!answer.admitted) throw new Error(answer.refusal);
    return encode({ token: { sid: answer.sessionId, via: claim.via }, secret: withSecret });
  }
  const clientOf = (token: string) => ops.clientWith(`${sessionCookieName(origin)}=${token}`);
  const isSignedIn = async (client: OpsClient) => (await client.get("/api/trpc/session.me")).status === 200;
  const auditRows = async () => (await ada.trpc.audit.list.query({ action: "session.signIn" })).rows;
  async function settings(action: "member.resetSignIn" | "member.setActive", name: string, active = false) {
    const member = (await ada.trpc.members.list.query()).find(({ email }) => email === emailOf(name));
    const memberId = member?.id ?? "";
    const command = action === "member.resetSignIn" ? { action, memberId } : { action, memberId, active };
    await ada.trpc.actions.execute.mutate({ idempotencyKey: randomUUID(), command, reason: "as agreed" });
  }

  it("a member comes in, and the audit log says who, how and from where", async () => {
    const client = clientOf(await tokenOf(accountOf("olive", { email: "OLIVE@Example.com" })));
    expect(await client.trpc.session.me.query()).toMatchObject({ member: { name: "olive" }, via: "oidc" });
    expect((await auditRows())[0]).toMatchObject({
      actor: "olive",
      outcome: "admitted",
      clientAddress: "203.0.113.9",
      details: { via: "oidc", issuer: "https://id.example.com", linked: true, userAgent: "A browser" },
    });
  });

  it("who is no member is refused, is audited, and is not made one", async () => {
    const before = await ada.trpc.members.list.query();
    expect(await signIn(accountOf("stranger"))).toEqual({ admitted: false, refusal: "NotAMember" });
    expect(await signIn(accountOf("olive", { emailVerified: false }))).toEqual({
      admitted: false,
      refusal: "EmailUnverified",
    });
    expect(await signIn(accountOf("olive", { email: "olive+x@example.com" }))).toMatchObject({
      admitted: false,
    });
    expect(await ada.trpc.members.list.query()).toEqual(before);
    const rows = await auditRows();
    expect(rows.map(({ actor, outcome, details }) => [actor, outcome, details.refusal])).toEqual([
      ["olive+x@example.com", "refused", "NotAMember"],
      ["olive@example.com", "refused", "EmailUnverified"],
      ["stranger@example.com", "refused", "NotAMember"],
    ]);
    expect(rows.map(({ actorRole }) => actorRole)).toEqual(["none", "none", "none"]);
  });

  it("an account stays its member's under a new address, and the old address under another account is refused", async () => {
    await tokenOf(accountOf("olive"));
    expect(await signIn(accountOf("olive", { email: "o@new.example", emailVerified: false }))).toMatchObject({
      admitted: true,
    });
    const recycled = accountOf("olive", { identity: { issuer: "https://id.example.com", subject: "43" } });
    expect(await signIn(recycled)).toEqual({ admitted: false, refusal: "OtherAccount" });
    const elsewhere = accountOf("olive", {
      via: "github",
      identity: { issuer: "https://github.com/login/oauth", subject: "olive" },
    });
    expect(await signIn(elsewhere)).toEqual({ admitted: false, refusal: "OtherAccount" });
    await settings("member.resetSignIn", "olive");
    expect(await signIn(elsewhere)).toMatchObject({ admitted: true });
  });

  it("of accounts that prove one address at the same moment one is admitted", async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        signIn(accountOf("olive", { identity: { issuer: "https://id.example.com", subject: `${index}` } })),
      ),
    );
    expect(answers.filter(({ admitted }) => admitted)).toHaveLength(1);
  });

  it("nobody but the holder of the secret signs anybody in", async () => {
    const claim = { ...accountOf("ada") };
    const forged = await encode({ token: claim, secret: "b".repeat(32), salt: signInAssertionSalt });
    const expired = await encode({ token: claim, secret: secret(), salt: signInAssertionSalt, maxAge: -60 });
    const otherPurpose = await encode({ token: claim, secret: secret() });
    for (const assertion of [forged, expired, otherPurpose, "x"]) {
      expect((await post("/internal/sign-in", { assertion })).status).toBe(401);
    }
    expect((await post("/internal/sign-in", {})).status).toBe(400);
  });

  it("signing out ends that session alone, for copies of its cookie and for its open streams too", async () => {
    putDeployment(ops.cluster);
    const token = await tokenOf(accountOf("olive"));
    const [here, there] = [clientOf(token), clientOf(await tokenOf(accountOf("olive")))];
    await eventually(async () => {
      const { freshness } = await here.trpc.deployments.list.query({ environment: "production" });
      expect(freshness.state).toBe("live");
    });
    const stream = await here.follow(["settings"]);
    const query = "environment=production&kind=Deployment&namespace=shop&name=worker&follow=true";
    const logs = await here.get(`/api/stream/logs?${query}`);
    expect(logs.status).toBe(200);
    expect((await post("/internal/sign-out", { token, everywhere: false })).status).toBe(204);
    await Promise.all([stream.ended, logs.text()]);
    expect(stream.events.at(-1)).toMatchObject({ event: "serialized-error" });
    expect(await isSignedIn(here)).toBe(false);
    expect(await isSignedIn(there)).toBe(true);
    const { rows } = await ada.trpc.audit.list.query({ action: "session.signOut" });
    expect(rows).toMatchObject([{ actor: "olive", outcome: "ended", clientAddress: "203.0.113.9" }]);
    // A second click changes nothing and leaves no second entry.
    await post("/internal/sign-out", { token, everywhere: false });
    expect((await ada.trpc.audit.list.query({ action: "session.signOut" })).rows).toHaveLength(1);
  });

  it("signing out everywhere ends all of the member's sessions and nobody else's, on every replica", async () => {
    const other = await startApi({
      env: parseEnv(ops.variables),
      logger: createLogger("test", { level: "silent" }),
    });
    const token = await tokenOf(accountOf("olive"));
    const there = ops.clientWith(
      clientOf(await tokenOf(accountOf("olive"))).cookie,
      origin,
      () => other.port,
    );
    const stream = await there.follow(["settings"]);
    await eventually(() => expect(stream.messages.length).toBeGreaterThan(0));
    await post("/internal/sign-out", { token, everywhere: true });
    await stream.ended;
    expect(await isSignedIn(there)).toBe(false);
    expect(await isSignedIn(ada)).toBe(true);
    await other.stop();
  });

  it("a session that was signed out elsewhere cannot end others", async () => {
    const token = await tokenOf(accountOf("olive"));
    await post("/internal/sign-out", { token, everywhere: false });
    const again = clientOf(await tokenOf(accountOf("olive")));
    await post("/internal/sign-out", { token, everywhere: true });
    expect(await isSignedIn(again)).toBe(true);
  });

  it("a member who is turned out loses every session, and gets none of them back", async () => {
    const client = clientOf(await tokenOf(accountOf("olive")));
    const stream = await client.follow(["settings"]);
    await settings("member.setActive", "olive", false);
    await stream.ended;
    expect(await signIn(accountOf("olive"))).toEqual({ admitted: false, refusal: "Deactivated" });
    await settings("member.setActive", "olive", true);
    expect(await isSignedIn(client)).toBe(false);
    expect(await signIn(accountOf("olive"))).toMatchObject({ admitted: true });
  });

  it("a session ends after an hour without use, and twelve hours after it began whatever its use", async () => {
    const idle = clientOf(await tokenOf(accountOf("olive")));
    const token = await tokenOf(accountOf("otto"));
    const used = clientOf(token);
    const { sid } = sessionToken.parse(await decode({ token, secret: secret() }));
    const seenAfterMs = async () => {
      const session = await findMemberSession(ops.db, sid);
      return (session?.seenAt.getTime() ?? 0) - Date.now();
    };
    ops.advance(hourMs / 2);
    expect(await isSignedIn(used)).toBe(true);
    await eventually(async () => expect(await seenAfterMs()).toBeGreaterThan(hourMs / 3));
    ops.advance(hourMs / 2);
    expect(await isSignedIn(idle)).toBe(false);
    expect(await isSignedIn(used)).toBe(true);
    ops.advance(12 * hourMs);
    expect(await isSignedIn(used)).toBe(false);
    const error = await errorOf(used.trpc.savedViews.create.mutate({ title: "Mine", path: "/" }));
    expect(error.appCode).toBe("UNAUTHENTICATED");
  });

  it("a secret is rotated without signing anybody out, and the old one is worth nothing afterwards", async () => {
    const token = await tokenOf(accountOf("olive"));
    const old = secret();
    const fresh = "the-secret-that-takes-the-place-of-the-other";
    ops.variables.NEXTAUTH_SECRET = `${fresh} ${old}`;
    await ops.restart();
    expect(await isSignedIn(clientOf(token))).toBe(true);
    ops.variables.NEXTAUTH_SECRET = fresh;
    await ops.restart();
    expect(await isSignedIn(clientOf(token))).toBe(false);
  });

  it("an installation without an admin gets the one that its settings name, once", async () => {
    const database = await createTestDatabase();
    const db = createDb(database.url, { poolMax: 1 });
    const settings = { ...ops.variables, DATABASE_URL: database.url, FIRST_ADMIN_EMAIL: "Boss@example.com" };
    const options = {
      env: parseEnv(settings),
      logger: createLogger("test", { level: "silent" }),
      intervalMs: 50,
    };
    const workers = await Promise.all([startWorker(options), startWorker(options)]);
    await eventually(async () => {
      expect(await listMembers(db)).toMatchObject([
        { email: "boss@example.com", role: "admin", active: true },
      ]);
    });
    await Promise.all(workers.map((worker) => worker.stop()));
    const { rows } = await listAuditEvents(db, { limit: 10 });
    expect(rows).toMatchObject([
      { actorName: "Horizon", action: "member.create", target: "Member boss@example.com" },
    ]);
    await closeDb(db);
    await database.close();
  });
});
