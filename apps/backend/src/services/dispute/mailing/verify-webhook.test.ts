import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { isSignedByProvider, type WebhookSignature } from "./verify-webhook.ts";

const now = new Date("2026-11-30T15:00:00Z");
const body = Buffer.from('{"id":"evt_1"}');
const sign = (secret: string, timestamp: string, bytes: Uint8Array) =>
  createHmac("sha256", secret).update(`${timestamp}.`).update(bytes).digest("hex");
const at = (offsetMs: number) => String(now.getTime() + offsetMs);
const good: WebhookSignature = {
  secret: "s",
  timestamp: at(0),
  signature: sign("s", at(0), body),
  body,
  now,
};

test.each<[string, Partial<WebhookSignature>, boolean]>([
  ["signed now", {}, true],
  ["signed four minutes ago", { timestamp: at(-240_000), signature: sign("s", at(-240_000), body) }, true],
  ["signed six minutes ago", { timestamp: at(-360_000), signature: sign("s", at(-360_000), body) }, false],
  ["of the future", { timestamp: at(360_000), signature: sign("s", at(360_000), body) }, false],
  ["signed with another secret", { signature: sign("t", at(0), body) }, false],
  ["altered", { body: Buffer.from('{"id":"evt_2"}') }, false],
  ["with another time", { timestamp: at(1) }, false],
  ["without a signature", { signature: undefined }, false],
  ["without a time", { timestamp: undefined }, false],
  ["with half a signature", { signature: good.signature?.slice(0, 32) }, false],
  ["with no hex at all", { signature: "zz" }, false],
])("one %s", (_what, change, expected) => {
  expect(isSignedByProvider({ ...good, ...change })).toBe(expected);
});
