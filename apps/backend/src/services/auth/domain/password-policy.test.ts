import { expect, test } from "vitest";
import { checkPassword, normalizePassword, passwordLength } from "./password-policy.ts";

const words = ["maria.keller@example.com", "Maria Keller"];
const long = (length: number) => "vq8 rota lumen ".repeat(20).slice(0, length);

test.each([
  ["seven characters", "q7#Lm2x", ["too_short"]],
  ["eight characters", "q7#Lm2xv", []],
  ["128 characters", long(128), []],
  ["129 characters", long(129), ["too_long"]],
  ["an emoji counts once", "🦊🐻🐼🦁🐯🐸🐵", ["too_short"]],
  ["a common one", "password", ["common"]],
  ["in another case", "PassWord", ["common"]],
  ["with a year and a mark", "Password2026!", ["common"]],
  ["one character repeated", "aaaaaaaaaaaa", ["common"]],
  ["a short run repeated", "abc1abc1abc1", ["common"]],
  ["the name of the mailbox", "mariakeller1", ["contains_account_words"]],
  ["the company", "Horizon2027", ["contains_account_words"]],
  ["an account word inside a long phrase", "keller sings under the bridge", []],
  ["lower case alone: no rules of composition", "gravel moth lantern", []],
  ["spaces and letters of any script", "Пусть всегда будет", []],
])("ASVS 6.2: %s", (_name, password, faults) => {
  expect(checkPassword(password, words)).toEqual(faults);
});

test("ASVS 6.2.9: up to 128 characters, at least 8", () => {
  expect(passwordLength).toEqual({ min: 8, max: 128 });
});

test("the same character in two encodings is the same password", () => {
  expect(normalizePassword("cafe\u0301 noir")).toBe(normalizePassword("caf\u00e9 noir"));
});
