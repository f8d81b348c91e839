import { expect, it } from "vitest";
import { digestOf } from "./digest.ts";

it("is the same for equal values whatever the order of their keys, at any depth", () => {
  expect(digestOf({ a: 1, b: { c: [1, { d: 2, e: 3 }] } })).toBe(
    digestOf({ b: { c: [1, { e: 3, d: 2 }] }, a: 1 }),
  );
});

it.each([
  [{ a: 1 }, { a: "1" }],
  [{ a: [1, 2] }, { a: [2, 1] }],
  [{ a: null }, {}],
])("tells %o from %o", (left, right) => {
  expect(digestOf(left)).not.toBe(digestOf(right));
});
