import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

export interface NotificationKeys {
  /** The same address gives the same hash; without the key nobody can try addresses. */
  hashAddress(address: string): string;
  /** A link that mutes one category for one user, without signing in. */
  signUnsubscribe(userId: string, category: string): string;
  /** @returns null for a link that is not ours. */
  readUnsubscribe(token: string): { userId: string; category: string } | null;
  seal(secret: string): Buffer;
  open(sealed: Uint8Array): string;
}

/** Keys of this service's own, each derived from one. */
export function createNotificationKeys(key: Buffer): NotificationKeys {
  const derive = (purpose: string) => createHmac("sha256", key).update(purpose).digest();
  const addressKey = derive("address");
  const linkKey = derive("unsubscribe");
  const sealKey = derive("webhook-secret");
  const signature = (payload: string) =>
    createHmac("sha256", linkKey).update(payload).digest().subarray(0, 18);

  return {
    hashAddress: (address) =>
      createHmac("sha256", addressKey).update(address.trim().toLowerCase()).digest("hex"),
    signUnsubscribe(userId, category) {
      const payload = Buffer.from(`${userId} ${category}`).toString("base64url");
      return `${payload}.${signature(payload).toString("base64url")}`;
    },
    readUnsubscribe(token) {
      const [payload = "", given = ""] = token.split(".");
      const expected = signature(payload);
      const actual = Buffer.from(given, "base64url");
      if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return null;
      const [userId = "", category = ""] = Buffer.from(payload, "base64url").toString().split(" ");
      return { userId, category };
    },
    seal(secret) {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", sealKey, iv);
      const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
    },
    open(sealed) {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv("aes-256-gcm", sealKey, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
    },
  };
}
