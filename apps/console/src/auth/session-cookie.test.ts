import { expect, test } from "vitest";
import { safeCallbackPath } from "./session-cookie";

test.each([
  ["/production/rollouts?health=Paused", "/production/rollouts?health=Paused"],
  [undefined, "/"],
  ["", "/"],
  ["https://evil.example/x", "/"],
  ["//evil.example/x", "/"],
  ["/\\evil.example", "/"],
  ["/..//evil.example", "/"],
  ["javascript:alert(1)", "/"],
])("signing in at %j leads to %j", (callbackUrl, path) => {
  expect(safeCallbackPath(callbackUrl)).toBe(path);
});
