import { hkdfSync } from "node:crypto";
import { AppError } from "@horizon/errors";

/** Keys of 256 bits by id; the first is used for what is new, the others to read what is old. */
export interface Keyring {
  readonly currentId: string;
  readonly keys: ReadonlyMap<string, Buffer>;
}

/** What a key is used for. Each purpose has a key of its own, derived from the master key. */
export type KeyPurpose = "seal" | "pepper" | "refresh-successor" | "throttle-key";

const entry = /^([a-z0-9-]{1,16}):([A-Za-z0-9_-]{43})$/;

/**
 * Reads `id:base64url,id:base64url`, current key first.
 *
 * @throws Error naming the position of a bad entry, never its text.
 */
export function parseKeyring(text: string): Keyring {
  const keys = new Map<string, Buffer>();
  for (const [index, part] of text.split(",").entries()) {
    const [, id, key] = entry.exec(part.trim()) ?? [];
    if (id === undefined || key === undefined || keys.has(id)) {
      throw new Error(`key ${index + 1} is not <id>:<32 bytes in base64url>, or its id is there twice`);
    }
    keys.set(id, Buffer.from(key, "base64url"));
  }
  const [currentId] = keys.keys();
  if (currentId === undefined) throw new Error("no key");
  return { currentId, keys };
}

/** @throws AppError INTERNAL when a row was written with a key that is no longer there. */
export function deriveKey({ keys }: Keyring, id: string, purpose: KeyPurpose): Buffer {
  const master = keys.get(id);
  if (master === undefined) throw new AppError("INTERNAL", `The key ${id} is not in the keyring.`);
  return Buffer.from(hkdfSync("sha256", master, "", `horizon-auth/${purpose}`, 32));
}
