import { expect, test } from "vitest";
import { scrubText } from "./scrub-text.ts";

test.each([
  ["an e-mail address", "no mailbox for ada.lovelace+x@example.co.uk", "no mailbox for [email]"],
  ["a social security number", "ssn 123-45-6789 is taken", "ssn [digits] is taken"],
  ["one without dashes", "ssn 123456789", "ssn [digits]"],
  ["a telephone number", "call (212) 555-0100 now", "call ([digits] now"],
  ["a card number", "card 4242 4242 4242 4242", "card [digits]"],
  [
    "the value that PostgreSQL found taken",
    "Key (email, name)=(a, Ada) already exists.",
    "Key (email, name)=([value]) already exists.",
  ],
  [
    "what a parser quotes",
    `Unexpected token 'A', "Ada" is not valid`,
    "Unexpected token [quoted], [quoted] is not valid",
  ],
  [
    "a password in a connection string",
    "postgresql://u:p4ss@db/x failed",
    "postgresql://[credentials]@db/x failed",
  ],
  ["a bearer token", "Bearer abc.def refused", "Bearer [token] refused"],
  ["a JWT", "got eyJhbGciOi.eyJzdWIi.c2ln", "got [token]"],
  ["a query string", "GET /v1/x?q=Ada&n=1 failed", "GET /v1/x?[query] failed"],
  ["a long secret", "key 0123456789abcdef0123456789abcdef", "key [token]"],
])("%s is not kept", (_name, text, kept) => {
  expect(scrubText(text)).toBe(kept);
});

test.each([
  "The database cannot be reached.",
  "connect ECONNREFUSED 10.0.0.7:5432",
  "HTTP 503 after 3 tries",
])("%s is kept", (text) => {
  expect(scrubText(text)).toBe(text);
});

test("a long message is cut", () => {
  expect(scrubText("word ".repeat(200))).toHaveLength(301);
});
