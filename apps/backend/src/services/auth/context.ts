import { availableParallelism } from "node:os";
import { closeDb, createDb } from "@horizon/db";
import { findSession } from "@horizon/db/auth";
import { createTokenVerifier } from "../../platform/access-token.ts";
import { type ContextOverrides, createServiceContext, type ServiceContext } from "../../platform/context.ts";
import { commonProblems } from "../../platform/problems.ts";
import { type AdmissionQueue, createAdmissionQueue } from "./domain/admission-queue.ts";
import { createPasswordHasher, type PasswordHasher } from "./domain/password-hash.ts";
import type { AuthEnv } from "./env.ts";
import { createArgon2Threads } from "./hashing/argon2-threads.ts";
import { authProblems } from "./problems.ts";
import { createTokenSigner, type TokenSigner } from "./token-signer.ts";

export interface AuthContext extends ServiceContext {
  readonly env: AuthEnv;
  /** The system's time. Sessions, tokens and links do not follow the business clock of rehearsals. */
  readonly now: () => Date;
  readonly hasher: PasswordHasher;
  /**
   * Sign-ins and registrations that are at work: what they ask of the database takes as much of the process as the hash does,
   * so they are bounded as a whole, and refused before anything is asked.
   */
  readonly admission: AdmissionQueue;
  readonly signer: TokenSigner;
}

export interface AuthOverrides extends ContextOverrides {
  readonly now?: () => Date;
}

export async function createAuthContext(env: AuthEnv, overrides: AuthOverrides = {}): Promise<AuthContext> {
  const { now = () => new Date() } = overrides;
  const base = await createServiceContext("auth-service", env, overrides);
  const { db } = base;
  const keysDb = createDb(env.DATABASE_URL, {
    poolMax: 1,
    applicationName: "auth-service keys",
    schema: "auth",
  });
  const signer = createTokenSigner({ db: keysDb, keyring: env.AUTH_KEYS, issuer: env.TOKEN_ISSUER, now });
  const verify = createTokenVerifier({ jwks: signer.findKey, issuer: env.TOKEN_ISSUER });
  const concurrency = env.HASH_CONCURRENCY ?? availableParallelism();
  const limits = {
    waitingMax: env.HASH_WAITING_MAX,
    waitMaxMs: env.HASH_WAIT_MAX_MS,
    refuse: () => authProblems.problem("auth.busy", { headers: { "retry-after": "2" } }),
  };
  const argon2 = createArgon2Threads({ niceness: env.HASH_NICENESS });
  const hasher = createPasswordHasher(env.AUTH_KEYS, { ...limits, concurrency, argon2 });
  // While one hashes, another asks the database.
  const admission = createAdmissionQueue({ ...limits, concurrency: 2 * concurrency });
  return {
    ...base,
    env,
    now,
    hasher,
    admission,
    signer,
    async close() {
      await argon2.close();
      await closeDb(keysDb);
      await base.close();
    },
    /** Here a session that ended is refused at once; elsewhere, as soon as the list of revocations is read. */
    async verifyToken(token) {
      const principal = await verify(token);
      if (principal.kind === "client") return principal;
      const session = await findSession(db, principal.sessionId);
      if (session === null || session.revokedAt !== null || session.expiresAt <= now()) {
        throw commonProblems.problem("auth.required", { detail: "The session has ended." });
      }
      return principal;
    },
  };
}
