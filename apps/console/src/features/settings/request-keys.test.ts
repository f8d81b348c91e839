import { expect, test } from "vitest";
import { createRequestKeys } from "./request-keys";

const demotion = { action: "member.setRole", memberId: "m1", role: "operator" };

function countedKeys() {
  let count = 0;
  return createRequestKeys(() => `key-${++count}`);
}

test("what got no answer is sent again under its key, and done once", () => {
  const keys = countedKeys();
  expect([keys.keyFor([demotion, "why"]), keys.keyFor([demotion, "why"])]).toEqual(["key-1", "key-1"]);
});

test("what was refused is judged anew when it is sent again, as the reason may be gone", () => {
  const keys = countedKeys();
  const first = keys.keyFor([demotion, "why"]);
  keys.noteAnswer();
  expect([first, keys.keyFor([demotion, "why"])]).toEqual(["key-1", "key-2"]);
});

test("another request has a key of its own", () => {
  const keys = countedKeys();
  expect([keys.keyFor([demotion, "why"]), keys.keyFor([demotion, "another why"])]).toEqual([
    "key-1",
    "key-2",
  ]);
});
