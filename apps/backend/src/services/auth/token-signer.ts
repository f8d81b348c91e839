import { randomUUID } from "node:crypto";
import { tokenAudience } from "@horizon/contracts/backend";
import { type Db, inTransaction } from "@horizon/db";
import {
  activateSigningKey,
  createSigningKey,
  deleteSigningKey,
  listSigningKeys,
  lockSigningKeys,
  type PublicJwk,
  type SigningKey,
} from "@horizon/db/auth";
import { appendAudit, appendEvent } from "@horizon/db/backend";
import { AppError } from "@horizon/errors";
import {
  type CryptoKey,
  errors,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  importJWK,
  importPKCS8,
  type JWTPayload,
  type JWTVerifyGetKey,
  SignJWT,
} from "jose";
import type { Keyring } from "./domain/keyring.ts";
import { open, seal } from "./domain/seal.ts";
import { type KeyRotationStep, planKeyRotation } from "./domain/signing-key-rotation.ts";

export interface TokenSigner {
  /** Makes the first key when there is none. */
  readonly prepare: () => Promise<void>;
  readonly sign: (claims: JWTPayload) => Promise<string>;
  /** Public keys for verifiers: of the next key, the current one, and those whose tokens may live still. */
  readonly listPublicKeys: () => Promise<PublicJwk[]>;
  /** The same, for our own verifier. */
  readonly findKey: JWTVerifyGetKey;
  /** Does what the schedule says. Safe to run by several processes at once. @returns how many steps were taken. */
  readonly rotate: () => Promise<number>;
}

interface SignerOptions {
  /** Not the pool of the requests: they sign while they hold one of its connections, and would wait for each other. */
  readonly db: Db;
  readonly keyring: Keyring;
  readonly issuer: string;
  /** The system's time; tokens do not follow the business clock. */
  readonly now: () => Date;
}

/** A key that another process activated is used within this time; retired ones are published for longer. */
const cacheMs = 30_000;

/** Signs access tokens with the current key of the database, ES256. Private keys are sealed at rest. */
export function createTokenSigner({ db, keyring, issuer, now }: SignerOptions): TokenSigner {
  let cached: { keys: Promise<SigningKey[]>; atMs: number } | undefined;
  const privateKeys = new Map<string, Promise<CryptoKey>>();

  /** Many who ask at once ask the database once. */
  function listKeys(): Promise<SigningKey[]> {
    if (cached === undefined || performance.now() - cached.atMs > cacheMs) {
      const keys = listSigningKeys(db);
      cached = { keys, atMs: performance.now() };
      keys.catch(() => {
        cached = undefined;
      });
    }
    return cached.keys;
  }
  async function rotate(): Promise<number> {
    const done = await inTransaction(db, async (tx) => {
      await lockSigningKeys(tx);
      const steps = planKeyRotation(await listSigningKeys(tx), now());
      for (const step of steps) await take(tx, step);
      return steps.length;
    });
    // Another process may have done it.
    cached = undefined;
    return done;
  }
  async function take(tx: Db, step: KeyRotationStep): Promise<void> {
    const kid = step.do === "create" ? randomUUID() : step.kid;
    if (step.do === "create") await createSigningKey(tx, await generateKey(kid, step.as));
    else if (step.do === "activate") await activateSigningKey(tx, { kid, retire: step.retire, at: now() });
    else await deleteSigningKey(tx, kid);
    const action = `signing_key.${step.do}`;
    await appendEvent(tx, "auth", {
      type: "jwks.rotated.v1",
      aggregateType: "signing_key",
      aggregateId: kid,
      data: { kid },
    });
    await appendAudit(tx, "auth", {
      actor: "auth-service",
      actorRole: "service",
      action,
      objectType: "signing_key",
      objectId: kid,
    });
  }
  async function generateKey(kid: string, as: "next" | "current"): Promise<Omit<SigningKey, "retiredAt">> {
    const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
    const { x = "", y = "" } = await exportJWK(publicKey);
    return {
      kid,
      state: as,
      publicJwk: { kty: "EC", crv: "P-256", x, y, kid, use: "sig", alg: "ES256" },
      sealedPrivate: seal(keyring, await exportPKCS8(privateKey), `signing_key|${kid}`),
      createdAt: now(),
      activatedAt: as === "current" ? now() : null,
    };
  }
  async function currentKey(): Promise<{ kid: string; key: CryptoKey }> {
    const find = async () => (await listKeys()).find(({ state }) => state === "current");
    let current = await find();
    if (current === undefined) {
      await rotate();
      current = await find();
    }
    if (current === undefined) throw new AppError("UNAVAILABLE", "There is no key to sign with.");
    const { kid, sealedPrivate } = current;
    const key =
      privateKeys.get(kid) ?? importPKCS8(open(keyring, sealedPrivate, `signing_key|${kid}`), "ES256");
    privateKeys.set(kid, key);
    return { kid, key: await key };
  }

  return {
    async sign(claims) {
      const { kid, key } = await currentKey();
      return new SignJWT(claims)
        .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid })
        .setIssuer(issuer)
        .setAudience(tokenAudience)
        .sign(key);
    },
    listPublicKeys: async () => (await listKeys()).map(({ publicJwk }) => publicJwk),
    async findKey({ kid }) {
      const found = (await listKeys()).find((key) => key.kid === kid);
      if (found === undefined) throw new errors.JWKSNoMatchingKey();
      return importJWK(found.publicJwk, "ES256");
    },
    rotate,
    prepare: async () => {
      await currentKey();
    },
  };
}
