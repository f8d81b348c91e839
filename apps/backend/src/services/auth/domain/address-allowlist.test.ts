import { expect, test } from "vitest";
import { isAddressAllowed, isAddressRange } from "./address-allowlist.ts";

test.each([
  ["10.0.0.7", [], true],
  ["10.0.0.7", ["10.0.0.0/24"], true],
  ["10.0.1.7", ["10.0.0.0/24"], false],
  ["10.0.0.7", ["10.0.0.7"], true],
  ["::ffff:10.0.0.7", ["10.0.0.7"], true],
  ["2001:db8::1", ["2001:db8::/32", "10.0.0.0/8"], true],
  ["2001:db9::1", ["2001:db8::/32"], false],
  ["unknown", ["0.0.0.0/0"], false],
])("%s from %j: %s", (address, ranges, allowed) => {
  expect(isAddressAllowed(address, ranges)).toBe(allowed);
});

test.each([
  ["10.0.0.0/24", true],
  ["2001:db8::/32", true],
  ["10.0.0.1", true],
  ["10.0.0.0/33", false],
  ["2001:db8::/129", false],
  ["example.com", false],
  ["", false],
])("%j is a range: %s", (text, is) => {
  expect(isAddressRange(text)).toBe(is);
});
