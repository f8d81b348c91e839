import { hash } from "@node-rs/argon2";
import { expect, test } from "vitest";
import { parseKeyring } from "./keyring.ts";
import { createPasswordHasher } from "./password-hash.ts";

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString("base64url");
const refuse = () => new Error("full");
const keyring = parseKeyring(`a:${keyOf(1)}`);
const hasher = createPasswordHasher(keyring, { refuse });

test("ASVS 11.4.2: Argon2id with today's parameters and a salt of its own", async () => {
  const [first, second] = await Promise.all([
    hasher.hash("gravel moth lantern"),
    hasher.hash("gravel moth lantern"),
  ]);
  expect(first.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(first.hash).not.toBe(second.hash);
  expect(await hasher.verify("gravel moth lantern", first)).toBe(true);
  expect(await hasher.verify("gravel moth lanterN", first)).toBe(false);
  expect(hasher.isOutdated(first)).toBe(false);
});

test("ASVS 6.3.8: without an account the same work is done, and never succeeds", async () => {
  expect(await hasher.verify("", null)).toBe(false);
  expect(await hasher.verify("gravel moth lantern", null)).toBe(false);
});

test("a table without the pepper is worth nothing", async () => {
  const stored = await hasher.hash("gravel moth lantern");
  const other = createPasswordHasher(parseKeyring(`a:${keyOf(9)}`), { refuse });
  expect(await other.verify("gravel moth lantern", stored)).toBe(false);
});

test("an older pepper still verifies and is outdated", async () => {
  const stored = await hasher.hash("gravel moth lantern");
  const rotated = createPasswordHasher(parseKeyring(`b:${keyOf(2)},a:${keyOf(1)}`), { refuse });
  expect(await rotated.verify("gravel moth lantern", stored)).toBe(true);
  expect(rotated.isOutdated(stored)).toBe(true);
});

test("weaker parameters are outdated", async () => {
  const weak = await hash("x", {
    memoryCost: 8_192,
    timeCost: 1,
    parallelism: 1,
  });
  expect(hasher.isOutdated({ hash: weak, pepperKeyId: "a" })).toBe(true);
});
