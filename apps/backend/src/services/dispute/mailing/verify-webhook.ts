import { createHmac, timingSafeEqual } from "node:crypto";

export interface WebhookSignature {
  readonly secret: string;
  /** `Lob-Signature-Timestamp`: milliseconds since the epoch. */
  readonly timestamp: string | undefined;
  /** `Lob-Signature`: hex HMAC-SHA256 of `<timestamp>.<body>`. */
  readonly signature: string | undefined;
  readonly body: Uint8Array;
  readonly now: Date;
}

const toleranceMs = 5 * 60_000;

/** Whether a webhook is the provider's own, unaltered, and of now. */
export function isSignedByProvider({ secret, timestamp, signature, body, now }: WebhookSignature): boolean {
  if (timestamp === undefined || signature === undefined || !/^\d{1,16}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() - Number(timestamp)) > toleranceMs) return false;
  const expected = createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest();
  const given = Buffer.from(signature, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
