import { generateSync } from "otplib";
import { expect, test } from "vitest";
import { createTotpSecret, findTotpStep, totpUri } from "./totp.ts";

/** The SHA-1 secret of RFC 6238, appendix B; its codes there have eight digits, an app shows the last six. */
const rfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const at = (seconds: number) => new Date(seconds * 1_000);

test.each([
  [59, "287082", 1],
  [1_111_111_109, "081804", 37_037_036],
  [1_111_111_111, "050471", 37_037_037],
  [1_234_567_890, "005924", 41_152_263],
  [2_000_000_000, "279037", 66_666_666],
  [20_000_000_000, "353130", 666_666_666],
])("RFC 6238 vector at %i s", (seconds, code, step) => {
  expect(findTotpStep(rfcSecret, code, at(seconds), null)).toBe(step);
});

test.each([
  ["now", 0, 10],
  ["one step late", 30, 10],
  ["one step early", -30, 10],
  ["two steps late", 60, null],
  ["two steps early", -60, null],
])("a code is good %s", (_name, shiftSeconds, step) => {
  const code = generateSync({ secret: rfcSecret, epoch: 300 });
  expect(findTotpStep(rfcSecret, code, at(300 + shiftSeconds), null)).toBe(step);
});

test("ASVS 6.5.1: a code is good once, and so is none before it", () => {
  const code = generateSync({ secret: rfcSecret, epoch: 300 });
  const before = generateSync({ secret: rfcSecret, epoch: 270 });
  expect(findTotpStep(rfcSecret, code, at(300), 10)).toBeNull();
  expect(findTotpStep(rfcSecret, before, at(300), 10)).toBeNull();
  expect(findTotpStep(rfcSecret, code, at(300), 9)).toBe(10);
});

test.each(["", "28708", "2870822", "28708a", "28 082", "٢٨٧٠٨٢"])("%j is no code", (code) => {
  expect(findTotpStep(rfcSecret, code, at(59), null)).toBeNull();
});

test("a secret has 160 bits and is scanned with its account", () => {
  const secret = createTotpSecret();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(secret).not.toBe(createTotpSecret());
  const uri = new URL(totpUri(secret, "maria@example.com"));
  expect([uri.protocol, uri.searchParams.get("secret"), uri.searchParams.get("issuer")]).toEqual([
    "otpauth:",
    secret,
    "Horizon",
  ]);
});
