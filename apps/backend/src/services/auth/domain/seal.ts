import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "@horizon/errors";
import { deriveKey, type Keyring } from "./keyring.ts";

const version = "s1";
const tagBytes = 16;

/**
 * AES-256-GCM under the current key: `s1.<key id>.<iv>.<ciphertext and tag>`. `place` says which column of which row
 * it is for; in another place it does not open, so rows cannot be swapped.
 */
export function seal(keyring: Keyring, plaintext: string, place: string): string {
  const keyId = keyring.currentId;
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(keyring, keyId, "seal"), iv);
  cipher.setAAD(Buffer.from(`${version}|${keyId}|${place}`));
  const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return [version, keyId, iv.toString("base64url"), sealed.toString("base64url")].join(".");
}

/** @throws AppError INTERNAL for a changed text, another place or an unknown key. */
export function open(keyring: Keyring, sealed: string, place: string): string {
  const [found, keyId, iv, body] = sealed.split(".");
  if (found !== version || keyId === undefined || iv === undefined || body === undefined) {
    throw new AppError("INTERNAL", "A sealed value has no known form.");
  }
  const bytes = Buffer.from(body, "base64url");
  try {
    const key = deriveKey(keyring, keyId, "seal");
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(`${version}|${keyId}|${place}`));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new AppError("INTERNAL", "A sealed value does not open.", { cause });
  }
}

/** Whether it was sealed with an older key than the current one. */
export function needsReseal(keyring: Keyring, sealed: string): boolean {
  return sealed.split(".")[1] !== keyring.currentId;
}
