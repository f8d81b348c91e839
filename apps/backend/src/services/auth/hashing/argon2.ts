import { hash, verify } from "@node-rs/argon2";

/** Argon2id itself. Both are about 8 ms of a core and 19 MiB. */
export interface Argon2 {
  /** A PHC string. */
  readonly hash: (text: string) => Promise<string>;
  readonly verify: (phc: string, text: string) => Promise<boolean>;
}

/** OWASP password storage cheat sheet, 2026-08: 19 MiB, two passes, one lane. */
export const argon2Parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** In the thread pool that files, DNS and other crypto share: for commands that hash once. */
export const argon2InPool: Argon2 = { hash: (text) => hash(text, argon2Parameters), verify };
