import { expect, it } from "vitest";
import { createStringPool } from "./string-pool.ts";

it("gives back the value it was given, with the same content at every depth", () => {
  const parsed = () =>
    JSON.parse(
      '{"name":"web-1","labels":{"app":"web","tier":"web"},"names":["main",["web"]],"n":1,"no":null,"yes":true}',
    );
  const pool = createStringPool();
  const value = parsed();
  expect(pool.shareWithin(value)).toBe(value);
  expect(value).toEqual(parsed());
  expect(pool.shareWithin(undefined)).toBeUndefined();
  expect(pool.shareWithin("text")).toBe("text");
});

it("never mixes strings up, however many push each other out", () => {
  const pool = createStringPool(3);
  for (let turn = 0; turn < 50; turn++) {
    for (const text of ["", "always", `name-${turn}`, `name-${turn % 7}`, "x".repeat(300 + turn)]) {
      expect(pool.share(text)).toBe(text);
    }
  }
});
