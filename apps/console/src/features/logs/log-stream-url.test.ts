import { expect, test } from "vitest";
import { lineOfHash } from "./log-stream-url.ts";

const id = "api-gateway-7f/web@2026-11-24T10:00:05.000000000Z#1";

test.each([
  ["the link to a line", `#${encodeURIComponent(id)}`, id],
  ["no hash", "", null],
  ["another place of the page", "#main", null],
  ["a link that lost its end in the middle of a letter", `#${encodeURIComponent(id).slice(0, 17)}`, null],
  ["a sign that is no encoding", "#100%", null],
])("%s", (_name, hash, line) => {
  expect(lineOfHash(hash)).toBe(line);
});
