import { createHmac } from "node:crypto";
import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { type AdmissionQueue, createAdmissionQueue } from "./admission-queue.ts";
import { deriveKey, type Keyring } from "./keyring.ts";
import { normalizePassword } from "./password-policy.ts";

/** A PHC string, and the key of the pepper that went in before. */
export interface StoredPassword {
  readonly hash: string;
  readonly pepperKeyId: string;
}

export interface PasswordHasher {
  /** @throws what `refuse` makes when too many wait. */
  readonly hash: (password: string) => Promise<StoredPassword>;
  /**
   * Whether it matches; against null it takes as long and never does, so that nobody learns which accounts exist.
   * @throws what `refuse` makes when too many wait.
   */
  readonly verify: (password: string, stored: StoredPassword | null) => Promise<boolean>;
  /** Whether the parameters or the pepper are older than today's: hash it anew when it was just verified. */
  readonly isOutdated: (stored: StoredPassword) => boolean;
  readonly queue: AdmissionQueue;
}

/** OWASP password storage cheat sheet, 2026-08: 19 MiB, two passes, one lane. About 8 ms on one core. */
const parameters = {
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
} as const;
const currentPrefix = "$argon2id$v=19$m=19456,t=2,p=1$";
/** Of nothing anyone can type: 32 zero bytes of salt, same parameters. */
const dummy =
  "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

interface PasswordHasherOptions {
  readonly refuse: () => Error;
  readonly concurrency?: number;
  readonly waitingMax?: number;
}

/** Hashes with Argon2id behind an admission queue; a pepper from the keyring makes a stolen table useless alone. */
export function createPasswordHasher(
  keyring: Keyring,
  { refuse, concurrency = availableParallelism(), waitingMax = 50 }: PasswordHasherOptions,
): PasswordHasher {
  const queue = createAdmissionQueue({ concurrency, waitingMax, refuse });
  const pepper = (password: string, keyId: string) =>
    createHmac("sha256", deriveKey(keyring, keyId, "pepper"))
      .update(normalizePassword(password))
      .digest("base64url");
  const { currentId } = keyring;
  return {
    hash: async (password) => ({
      hash: await queue.run(() => hash(pepper(password, currentId), parameters)),
      pepperKeyId: currentId,
    }),
    verify: async (password, stored) => {
      const peppered = pepper(password, stored?.pepperKeyId ?? currentId);
      const matches = await queue.run(() => verify(stored?.hash ?? dummy, peppered));
      return matches && stored !== null;
    },
    isOutdated: (stored) => stored.pepperKeyId !== currentId || !stored.hash.startsWith(currentPrefix),
    queue,
  };
}
