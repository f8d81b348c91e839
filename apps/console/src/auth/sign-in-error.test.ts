import { signInRefusal } from "@horizon/contracts";
import { expect, test } from "vitest";
import { signInErrorText } from "./sign-in-error";

test("every refusal says what to do, each in words of its own", () => {
  const texts = signInRefusal.options.map(signInErrorText);
  expect(new Set(texts).size).toBe(texts.length);
  for (const text of texts) expect(text).toMatch(/sign in again|admin/i);
});

test.each(["", "constructor", "__proto__", "<b>x</b>", "toString"])(
  "an unknown error %j is not repeated",
  (error) => {
    expect(signInErrorText(error)).toBe("Signing in did not work. Try again.");
  },
);
