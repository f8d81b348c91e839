import { expect, test } from "vitest";
import { sections, switchEnvironment } from "./sections";
import { readKey } from "./shortcut-keys";

test.each([
  [null, "g", "chord"],
  ["g", "d", { kind: "go", segment: "deployments" }],
  ["g", "o", { kind: "go", segment: "" }],
  ["g", "x", null],
  [null, "d", null],
  [null, "/", { kind: "filter" }],
  [null, "?", { kind: "help" }],
  [null, "j", { kind: "next-row" }],
  ["g", "k", { kind: "go", segment: "costs" }],
])("after %j the key %j means %j", (chord, key, meaning) => {
  expect(readKey(chord, key)).toEqual(meaning);
});

test("no two sections share a key", () => {
  expect(new Set(sections.map(({ key }) => key)).size).toBe(sections.length);
});

test.each([
  ["/production", "/staging"],
  ["/production/rollouts", "/staging/rollouts"],
  ["/production/rollouts/horizon-production/api-gateway", "/staging/rollouts"],
])("%s in another environment is %s", (from, to) => {
  expect(switchEnvironment(from, "staging")).toBe(to);
});
