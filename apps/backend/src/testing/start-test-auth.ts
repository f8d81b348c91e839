import { authMessage } from "@horizon/contracts/backend";
import { signServiceToken } from "../platform/service-token.ts";
import { startAuth } from "../services/auth/app.ts";
import type { AuthContext } from "../services/auth/context.ts";
import { parseAuthEnv } from "../services/auth/env.ts";
import type { ApiAnswer } from "./api-client.ts";
import { createTestStaff, testAuthKeys, totpCodeAt } from "./auth-users.ts";
import { startTestService, type TestService } from "./start-test-service.ts";

export interface TestAuth extends TestService<AuthContext> {
  /** The system's time, as auth-service sees it; never earlier than the real one but while it stands still. */
  readonly time: {
    now(): Date;
    advanceMs(ms: number): void;
    /** Runs work during which no time passes but what is advanced, however busy the machine is. */
    standStill<T>(work: () => Promise<T>): Promise<T>;
  };
  /** A code that was not used: moves the time on to the next one. */
  freshCode(totpSecret: string): string;
  login(user: { email: string; password: string }): Promise<ApiAnswer>;
  /** As from another address than the test's own. */
  loginFrom(address: string, email: string, password: string): Promise<ApiAnswer>;
  /** Signs in with the second factor; the tokens. */
  signIn(user: { email: string; password: string; totpSecret?: string }): Promise<Tokens>;
  /** A new member of staff, signed in. */
  staff(role: Parameters<typeof createTestStaff>[1]): Promise<Tokens & { userId: string }>;
  /** Reads the newest e-mail of a kind to a user as notification-service would; the token of its link. */
  readMail(userId: string, kind: string): Promise<string>;
  /** Calls an internal route as another service. */
  internal(caller: Parameters<typeof signServiceToken>[1]["caller"], path: string): Promise<ApiAnswer>;
}

export interface Tokens {
  readonly token: string;
  readonly refreshToken: string;
  readonly sessionId: string;
}

/** Settings under which a few callers are a flood for the password hash, and for nothing else. */
export const oneHashAtATime = {
  HASH_CONCURRENCY: "1",
  HASH_WAITING_MAX: "25",
  HASH_WAIT_MAX_MS: "60000",
  DATABASE_POOL_MAX: "10",
};

/** auth-service with real keys, tokens and database. */
export async function startTestAuth(env: Readonly<Record<string, string>> = {}): Promise<TestAuth> {
  let offsetMs = 0;
  let stoodStillAt: number | null = null;
  const time: TestAuth["time"] = {
    now: () => new Date((stoodStillAt ?? Date.now()) + offsetMs),
    advanceMs: (ms) => {
      offsetMs += ms;
    },
    async standStill(work) {
      stoodStillAt = Date.now();
      try {
        return await work();
      } finally {
        stoodStillAt = null;
      }
    },
  };
  const service = await startTestService({
    name: "auth-service",
    start: (settings, overrides) => startAuth(parseAuthEnv(settings), { ...overrides, now: time.now }),
    // Other tests work beside these, and sign-ins are what is tested.
    env: { AUTH_KEYS: testAuthKeys, HASH_NICENESS: "0", ...env },
  });
  const { api, context } = service;
  const internal: TestAuth["internal"] = async (caller, path) => {
    const secret = context.env.SERVICE_TOKEN_SECRET;
    return api("GET", path, { token: await signServiceToken(secret, { caller, audience: "auth-service" }) });
  };
  const freshCode = (totpSecret: string) => {
    time.advanceMs(30_000);
    return totpCodeAt(totpSecret, time.now());
  };
  const login: TestAuth["login"] = ({ email, password }) =>
    api("POST", "/v1/auth/login", { body: { email, password } });
  const loginFrom: TestAuth["loginFrom"] = (address, email, password) =>
    api("POST", "/v1/auth/login", { body: { email, password }, headers: { "x-forwarded-for": address } });
  const signIn: TestAuth["signIn"] = async (user) => {
    let answer = await login(user);
    if (answer.body.status === "mfa_required") {
      const body = { ticket: answer.body.ticket, code: freshCode(user.totpSecret ?? "") };
      answer = await api("POST", "/v1/auth/mfa/verify", { body });
    }
    if (answer.body.status !== "signed_in") throw new Error(`not signed in: ${JSON.stringify(answer.body)}`);
    const { access_token: token, refresh_token: refreshToken, session_id: sessionId } = answer.body;
    return { token, refreshToken, sessionId };
  };
  return {
    ...service,
    time,
    freshCode,
    login,
    loginFrom,
    signIn,
    internal,
    async staff(role) {
      const user = await createTestStaff(context, role);
      return { ...(await signIn(user)), userId: user.userId };
    },
    async readMail(userId, kind) {
      const [message] = await service.sql(
        "SELECT id FROM auth.message WHERE user_id = $1 AND kind::text = $2 ORDER BY created_at DESC, id DESC LIMIT 1",
        [userId, kind],
      );
      const answer = await internal("notification-service", `/internal/messages/${message?.id}`);
      return /#token=(.+)$/.exec(authMessage.parse(answer.body).link ?? "")?.[1] ?? "";
    },
  };
}
