import { expect, test } from "vitest";
import { parseKeyring } from "./keyring.ts";
import { needsReseal, open, seal } from "./seal.ts";

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString("base64url");
const keyring = parseKeyring(`b:${keyOf(2)},a:${keyOf(1)}`);
const older = parseKeyring(`a:${keyOf(1)}`);

test("ASVS 11.3.2: what is sealed opens in its place alone", () => {
  const sealed = seal(keyring, "JBSWY3DPEHPK3PXP", "totp_factor|secret|1");
  expect(sealed).not.toContain("JBSWY3DPEHPK3PXP");
  expect(open(keyring, sealed, "totp_factor|secret|1")).toBe("JBSWY3DPEHPK3PXP");
  expect(() => open(keyring, sealed, "totp_factor|secret|2")).toThrow("does not open");
});

test("ASVS 11.3.4: no nonce is used twice", () => {
  const ivs = Array.from({ length: 200 }, () => seal(keyring, "x", "p").split(".")[2]);
  expect(new Set(ivs).size).toBe(200);
});

test.each([0, 1, 2, 3])("a change in part %i is seen", (index) => {
  const parts = seal(keyring, "secret", "p").split(".");
  const [first, ...rest] = parts[index] ?? "";
  parts[index] = index === 1 ? "a" : [first === "A" ? "B" : "A", ...rest].join("");
  expect(() => open(keyring, parts.join("."), "p")).toThrow();
});

test("a new key reads what the old one wrote, and says that it should be written anew", () => {
  const sealed = seal(older, "secret", "p");
  expect(open(keyring, sealed, "p")).toBe("secret");
  expect(needsReseal(keyring, sealed)).toBe(true);
  expect(needsReseal(keyring, seal(keyring, "secret", "p"))).toBe(false);
  expect(() => open(older, seal(keyring, "secret", "p"), "p")).toThrow("does not open");
});

test.each(["", "a", `a:${keyOf(1).slice(1)}`, `a:${keyOf(1)},a:${keyOf(2)}`, `A b:${keyOf(1)}`])(
  "a keyring of %j is refused without being shown",
  (text) => {
    expect(() => parseKeyring(text)).toThrow(/^key \d is not/);
  },
);
