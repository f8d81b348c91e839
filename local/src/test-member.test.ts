import { expect, test } from "vitest";
import { readTestMember } from "./test-member.ts";

test("the member is read as Secrets Manager has it", () => {
  expect(readTestMember('{"username": "tests@horizon.example", "password": "a b"}')).toEqual({
    username: "tests@horizon.example",
    password: "a b",
  });
});

test.each([undefined, "", "hunter2", "null", '{"username": "x"}', '{"username": "", "password": "hunter2"}'])(
  "%j is refused with what to set, and is not repeated",
  (text) => {
    expect(() => readTestMember(text)).toThrow(/^Set TEST_MEMBER to/);
    expect(() => readTestMember(text)).not.toThrow("hunter2");
  },
);
