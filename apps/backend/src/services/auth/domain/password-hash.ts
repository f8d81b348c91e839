import { createHmac } from "node:crypto";
import { availableParallelism } from "node:os";
import { type Argon2, argon2InPool } from "../hashing/argon2.ts";
import { type AdmissionQueue, createAdmissionQueue } from "./admission-queue.ts";
import { deriveKey, type Keyring } from "./keyring.ts";
import { normalizePassword } from "./password-policy.ts";

/** A PHC string, and the key of the pepper that went in before. */
export interface StoredPassword {
  readonly hash: string;
  readonly pepperKeyId: string;
}

export interface PasswordHasher {
  /** @throws what `refuse` makes when too many wait, or one has waited for too long. */
  readonly hash: (password: string) => Promise<StoredPassword>;
  /**
   * Whether it matches; against null it takes as long and never does, so that nobody learns which accounts exist.
   * @throws what `refuse` makes when too many wait, or one has waited for too long.
   */
  readonly verify: (password: string, stored: StoredPassword | null) => Promise<boolean>;
  /** Whether the parameters or the pepper are older than today's: hash it anew when it was just verified. */
  readonly isOutdated: (stored: StoredPassword) => boolean;
  readonly queue: AdmissionQueue;
}

const currentPrefix = "$argon2id$v=19$m=19456,t=2,p=1$";
/** Of nothing anyone can type: 32 zero bytes of salt, same parameters. */
const dummy =
  "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

interface PasswordHasherOptions {
  readonly refuse: () => Error;
  readonly concurrency?: number;
  readonly waitingMax?: number;
  readonly waitMaxMs?: number;
  readonly argon2?: Argon2;
}

/** Hashes with Argon2id behind an admission queue; a pepper from the keyring makes a stolen table useless alone. */
export function createPasswordHasher(
  keyring: Keyring,
  {
    refuse,
    concurrency = availableParallelism(),
    waitingMax = 50,
    waitMaxMs = 5_000,
    argon2 = argon2InPool,
  }: PasswordHasherOptions,
): PasswordHasher {
  const queue = createAdmissionQueue({ concurrency, waitingMax, waitMaxMs, refuse });
  const pepper = (password: string, keyId: string) =>
    createHmac("sha256", deriveKey(keyring, keyId, "pepper"))
      .update(normalizePassword(password))
      .digest("base64url");
  const { currentId } = keyring;
  return {
    hash: async (password) => ({
      hash: await queue.run(() => argon2.hash(pepper(password, currentId))),
      pepperKeyId: currentId,
    }),
    verify: async (password, stored) => {
      const peppered = pepper(password, stored?.pepperKeyId ?? currentId);
      const matches = await queue.run(() => argon2.verify(stored?.hash ?? dummy, peppered));
      return matches && stored !== null;
    },
    isOutdated: (stored) => stored.pepperKeyId !== currentId || !stored.hash.startsWith(currentPrefix),
    queue,
  };
}
