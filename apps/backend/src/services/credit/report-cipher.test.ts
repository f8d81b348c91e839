import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createReportCipher } from "./report-cipher.ts";

const [first, second] = [randomBytes(32), randomBytes(32)];
const file = Buffer.from("what a bureau says of a person");

test("a file opens as its own report, also after the keys were rotated", () => {
  const sealed = createReportCipher(new Map([["k1", first]])).seal("r1", file);
  expect(Buffer.from(sealed.bytes).includes(file)).toBe(false);
  const rotated = createReportCipher(
    new Map([
      ["k2", second],
      ["k1", first],
    ]),
  );
  expect(Buffer.from(rotated.open("r1", sealed))).toEqual(file);
  expect(rotated.seal("r1", file).sealedKey).toMatch(/^k2\./);
});

test("it does not open as another report, changed, with another file's key, or without the key", () => {
  const cipher = createReportCipher(new Map([["k1", first]]));
  const sealed = cipher.seal("r1", file);
  const other = cipher.seal("r1", file);
  const changed = Buffer.from(sealed.bytes);
  changed[20] = (changed[20] ?? 0) ^ 1;
  expect(() => cipher.open("r2", sealed)).toThrow("does not open");
  expect(() => cipher.open("r1", { ...sealed, bytes: changed })).toThrow("does not open");
  expect(() => cipher.open("r1", { ...sealed, sealedKey: other.sealedKey })).toThrow("does not open");
  expect(() => createReportCipher(new Map([["k2", second]])).open("r1", sealed)).toThrow(
    "not in the keyring",
  );
});
