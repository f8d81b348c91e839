import { expect, test } from "vitest";
import { browserFailure, toError } from "./browser-failure";

const place = "https://console.horizon.example/_next/static/chunks/a.js:1:20";

test.each([
  ["Chrome", `TypeError: x\n    at open (${place})`, `    at open (${place})`],
  ["Firefox", `open@${place}\n`, `    at open (${place})`],
  ["Safari, where nobody gave a name", `@${place}`, `    at ? (${place})`],
  [
    "a script with a query",
    `    at open (${place.replace(":1:20", "?q=Ada:1:20")})`,
    `    at open (${place})`,
  ],
])("the stack of %s is one of this process", (_, stack, line) => {
  const error = toError({ name: "TypeError", message: "x", stack });
  expect(error.stack?.split("\n")).toContain(line);
  expect(error).toMatchObject({ name: "TypeError", message: "x" });
});

const sound = { release: "c0ffee", name: "TypeError", message: "x", stack: "", path: "/production" };

test("what a page tells is taken as it is", () => {
  expect(browserFailure.parse(sound)).toEqual(sound);
});

test.each([
  ["a release that is none", { release: "c0ffee\nx" }],
  ["a message without end", { message: "x".repeat(1_001) }],
  ["a field that nobody asked for", { cookie: "x" }],
])("%s is refused", (_, change) => {
  expect(browserFailure.safeParse({ ...sound, ...change }).success).toBe(false);
});
